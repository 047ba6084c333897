// Drydock in other pages: <drydock-playground before="#a" after="#b" view="stages">, and code blocks marked data-drydock. What it shows
// is the page of the folder that this script comes from, in a frame, with the texts behind the # of its address. Until
// the frame is ready, and without JavaScript, the reader has the texts themselves; on paper, a picture that the frame
// gives of itself, which is only ever shown as an image.
(() => {
  const page = new URL("./", document.currentScript.src);
  const OPTIONS = ["view", "theme", "step", "readonly"];
  // Longer texts make addresses that no browser takes.
  const LONGEST = 500_000;
  const PICTURE = "drydock-picture";

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :host { display: block; position: relative; margin-block: 1em; }
    iframe { position: absolute; inset: 0 0 auto; width: 100%; height: 480px; border: 0; opacity: 0; pointer-events: none; }
    :host([ready]) iframe { position: static; opacity: 1; pointer-events: auto; }
    :host([ready]) slot { display: none; }
    button { font: inherit; padding: 0.4em 1em; cursor: pointer; }
    img { display: none; }
    @media print {
      iframe, button, :host([pictured]) slot { display: none !important; }
      :host([ready]) slot { display: contents; }
      :host([pictured]) img { display: block; max-width: 100%; break-inside: avoid; }
    }`);

  // A link of version 1 as Drydock writes it, but for the packing: records of a tag, a length and a text, two sums, and
  // blocks of deflate that are stored as they are.
  const payload = (texts) => {
    const content = [];
    const put = (tag, bytes) => {
      content.push(tag);
      let length = bytes.length;
      for (; length > 127; length >>>= 7) content.push((length & 127) | 128);
      content.push(length);
      for (const byte of bytes) content.push(byte);
    };
    texts.forEach((text, side) => put(5 + side, new TextEncoder().encode(text)));
    let [first, second] = [0, 0];
    for (const byte of content) second = (second + (first = (first + byte) % 255)) % 255;
    let packed = String.fromCharCode(first, second);
    for (let at = 0; at < content.length; at += 65535) {
      const block = content.slice(at, at + 65535);
      const [low, high] = [block.length & 255, block.length >> 8];
      packed += String.fromCharCode(at + 65535 < content.length ? 0 : 1, low, high, low ^ 255, high ^ 255);
      for (const byte of block) packed += String.fromCharCode(byte);
    }
    return "v1." + btoa(packed).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  };

  // The text of an element, without the indentation that the page around it gave it.
  const text = (element) => {
    const lines = (element.value ?? element.textContent).replace(/^[ \t]*\r?\n/, "").trimEnd().split("\n");
    const indents = lines.filter((line) => line.trim()).map((line) => line.match(/^[ \t]*/)[0].length);
    const indent = Math.min(...indents);
    return lines.map((line) => line.slice(Number.isFinite(indent) ? indent : 0)).join("\n") + "\n";
  };

  class Playground extends HTMLElement {
    static observedAttributes = ["theme"];

    connectedCallback() {
      if (!this.shadowRoot) {
        this.attachShadow({ mode: "open" }).adoptedStyleSheets = [sheet];
        this.shadowRoot.append(document.createElement("slot"));
      }
      addEventListener("message", this);
      if (this.frame) return;
      if (this.getAttribute("load") === "click") return this.offer();
      this.watch = new IntersectionObserver(
        (seen) => seen.some((entry) => entry.isIntersecting) && this.show(),
        { rootMargin: "400px" },
      );
      this.watch.observe(this);
    }

    disconnectedCallback() {
      removeEventListener("message", this);
      this.watch?.disconnect();
      this.frame?.remove();
      this.frame = null;
      this.removeAttribute("ready");
      this.removeAttribute("pictured");
    }

    attributeChangedCallback() {
      if (this.frame) this.show();
    }

    offer() {
      if (this.shadowRoot.querySelector("button")) return;
      const button = document.createElement("button");
      button.textContent = "Show stages and sizes";
      button.onclick = () => this.show(button.remove());
      this.shadowRoot.append(button);
    }

    // What stands after the # of the page's address: a link's own, or the texts.
    fragment() {
      if (this.hasAttribute("lesson")) return "lesson=" + this.getAttribute("lesson");
      const link = this.getAttribute("src") ?? this.querySelector(":scope > a[href*='#v1.']")?.href;
      if (link) return link.slice(link.indexOf("#") + 1);
      const named = ["before", "after"].map((side) => this.getAttribute(side)).filter(Boolean);
      let sources = named.map((selector) => document.querySelector(selector));
      if (!named.length) sources = this.querySelectorAll("pre, textarea, script");
      if (!named.length && !sources.length) sources = [this];
      const texts = [...sources].slice(0, 2).map((source) => source && text(source));
      const bad = texts.some((text) => !text) || texts.join("").length > LONGEST;
      return bad ? null : payload(texts);
    }

    show() {
      this.watch?.disconnect();
      const fragment = this.fragment();
      if (!fragment) return;
      const query = OPTIONS.filter((name) => this.hasAttribute(name));
      const asked = ["embed", ...query.map((name) => name + "=" + encodeURIComponent(this.getAttribute(name)))];
      const frame = document.createElement("iframe");
      frame.title = this.getAttribute("label") ?? "Drydock: stages and sizes of a Dockerfile";
      frame.allow = "clipboard-write";
      frame.src = `${page}?${asked.join("&")}#${fragment}`;
      this.frame?.remove();
      this.frame = frame;
      this.shadowRoot.append(frame);
    }

    // Only our own frame's height and picture are taken, within reason.
    handleEvent({ source, origin, data }) {
      const { frame } = this;
      const own = frame && source === frame.contentWindow && (origin === page.origin || page.protocol === "file:");
      if (own && data?.type === PICTURE && data.svg?.length < LONGEST) return this.print(String(data.svg));
      if (!own || data?.type !== "resize" || !Number.isFinite(data.height)) return;
      frame.style.height = Math.min(Math.max(data.height, 80), 10_000) + "px";
      this.setAttribute("ready", "");
      if (!this.hasAttribute("pictured")) source.postMessage({ type: PICTURE }, page.protocol === "file:" ? "*" : origin);
    }

    // An SVG as an image runs no script and loads nothing. Where the page allows no such image, the texts are printed.
    print(svg) {
      this.image ??= this.shadowRoot.appendChild(new Image());
      this.image.onload = () => this.setAttribute("pictured", "");
      this.image.alt = this.frame.title;
      this.image.src = "data:image/svg+xml," + encodeURIComponent(svg);
    }
  }

  // Blocks of code become playgrounds around themselves; those of one pair share one.
  const upgrade = () => {
    for (const code of document.querySelectorAll("code[data-drydock], pre[data-drydock]")) {
      const block = code.closest("pre") ?? code;
      if (block.closest("drydock-playground")) continue;
      const { drydock: role, drydockPair: pair } = code.dataset;
      const known = pair && document.querySelector(`drydock-playground[pair="${CSS.escape(pair)}"]`);
      const around = known || document.createElement("drydock-playground");
      if (!known) {
        if (pair) around.setAttribute("pair", pair);
        block.before(around);
      }
      for (const name of [...OPTIONS, "load", "label"]) {
        const value = code.dataset[name];
        if (value !== undefined) around.setAttribute(name, value);
      }
      if (known && role === "before") around.prepend(block);
      else around.append(block);
    }
  };

  customElements.get("drydock-playground") ?? customElements.define("drydock-playground", Playground);
  document.readyState === "loading" ? addEventListener("DOMContentLoaded", upgrade) : upgrade();
})();
