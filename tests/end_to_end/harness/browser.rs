//! Starts a driver and one browser with a profile of its own, and ends both whatever happens.

use std::env;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use base64::prelude::{BASE64_STANDARD, Engine};
use serde_json::{Value, json};
use thirtyfour::prelude::*;

const ATTEMPTS: usize = 3;
const SHUTDOWN: Duration = Duration::from_secs(5);

/// A browser and the driver that steers it. Every one starts as a person does who was never here before.
pub struct Browser {
    driver: Option<WebDriver>,
    process: DriverProcess,
}

impl Browser {
    pub async fn start() -> Self {
        let process = DriverProcess::start();
        let mut capabilities = DesiredCapabilities::chrome();
        capabilities.set("goog:chromeOptions", options()).expect("valid options");
        capabilities.set("goog:loggingPrefs", json!({"browser": "ALL"})).expect("valid preferences");
        let driver = WebDriver::new(format!("http://127.0.0.1:{}", process.port), capabilities)
            .await
            .expect("a browser session");
        Self { driver: Some(driver), process }
    }

    pub fn driver(&self) -> &WebDriver {
        self.driver.as_ref().expect("present until dropped")
    }

    /// Shows pages as a screen of this size does, a phone's below 600 pixels.
    pub async fn resize(&self, width: u32, height: u32) {
        let metrics = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600});
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    /// Prefers `value` in the media feature `name`, as in `prefers-color-scheme`.
    pub async fn prefer(&self, name: &str, value: &str) {
        let features = json!({"features": [{"name": name, "value": value}]});
        self.devtools("Emulation.setEmulatedMedia", features).await;
    }

    /// Shows the page as on a `screen`, or as in `print`.
    pub async fn show_as_on(&self, medium: &str) {
        self.devtools("Emulation.setEmulatedMedia", json!({"media": medium})).await;
    }

    /// Lets the page read and write the clipboard, as a person does who is asked.
    pub async fn allow_clipboard(&self) {
        let permissions = json!({"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]});
        self.devtools("Browser.grantPermissions", permissions).await;
    }

    /// A picture of what is shown, as a PNG.
    pub async fn picture(&self) -> Vec<u8> {
        self.driver().screenshot_as_png().await.expect("a picture")
    }

    /// A picture of a part of the page (left, top, width, height), in sight or not, as a WebP.
    pub async fn clip(&self, [x, y, width, height]: [f64; 4]) -> Vec<u8> {
        let clip = json!({"x": x.max(0.0), "y": y.max(0.0), "width": width, "height": height, "scale": 1});
        let parameters = json!({"format": "webp", "quality": 60, "clip": clip, "captureBeyondViewport": true});
        let answer = self.driver().cdp().send_raw("Page.captureScreenshot", parameters).await.expect("a picture");
        let data = answer["data"].as_str().expect("its bytes in letters");
        BASE64_STANDARD.decode(data).expect("base64")
    }

    async fn devtools(&self, method: &str, parameters: Value) {
        self.driver().cdp().send_raw(method, parameters).await.expect("the browser understands");
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Its own farewell needs the runtime, which a failing test blocks; the driver's shutdown ends the browser too.
        let _ = self.driver.take().map(WebDriver::leak);
        self.process.shut_down();
    }
}

/// The very options that the browser suite runs with.
fn options() -> Value {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../webdriver.json");
    let text = fs::read_to_string(&file).expect("webdriver.json");
    serde_json::from_str::<Value>(&text).expect("JSON")["goog:chromeOptions"].take()
}

struct DriverProcess {
    child: Child,
    port: u16,
}

impl DriverProcess {
    /// A driver takes a free port and ends at once when another program was quicker to take it.
    fn start() -> Self {
        (0..ATTEMPTS).find_map(|_| Self::try_start()).expect("the driver names its port")
    }

    fn try_start() -> Option<Self> {
        let program = env::var_os("CHROMEDRIVER").unwrap_or_else(|| "chromedriver".into());
        let mut command = Command::new(program);
        command.arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null());
        // Guarded from here on: a panic below must not leave a driver behind.
        let child = command.spawn().expect("chromedriver on PATH or in CHROMEDRIVER");
        let mut process = Self { child, port: 0 };
        let output = process.child.stdout.take().expect("its output");
        let mut lines = BufReader::new(output).lines().map_while(Result::ok);
        process.port =
            lines.find_map(|line| line.split_once("successfully on port ")?.1.trim_end_matches('.').parse().ok())?;
        // It would stop at a full pipe.
        thread::spawn(move || lines.for_each(drop));
        Some(process)
    }

    /// Asks the driver to close its browser and itself, and waits a little for it.
    fn shut_down(&mut self) {
        let Ok(mut stream) = TcpStream::connect(("127.0.0.1", self.port)) else { return };
        let request = format!("GET /shutdown HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n", self.port);
        let _ = stream.set_read_timeout(Some(SHUTDOWN));
        let _ = stream.write_all(request.as_bytes()).and_then(|()| stream.read_to_end(&mut Vec::new()));
        let started = Instant::now();
        while started.elapsed() < SHUTDOWN && matches!(self.child.try_wait(), Ok(None)) {
            thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for DriverProcess {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
