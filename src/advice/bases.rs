//! The external image a stage stands on, taken apart, and what everyone knows of the official ones: which bring
//! compilers, and whose user and home are root's. Sizes are none of its business.

use super::Subject;
use crate::size::short_name;
use crate::size::tag::Tag;
use crate::stages::{Base, Stage};

pub struct External<'a> {
    /// The stage whose FROM names it.
    pub stage: &'a Stage,
    /// As written after expansion.
    pub written: &'a str,
    /// Short, as the tables write it: `node`, `mcr.microsoft.com/dotnet/sdk`.
    pub name: &'a str,
    pub tag: &'a str,
    pub read: Tag,
    pub is_pinned: bool,
}

/// The image at the bottom of a stage's chain; `None` for `scratch` and names in error.
pub fn external<'a>(subject: &Subject<'a>, stage: usize) -> Option<External<'a>> {
    let graph = subject.graph;
    let mut lowest = graph.stages.get(stage)?;
    // A stage is always above the one it is FROM, so this ends.
    while let Base::Stage(below) = lowest.base {
        lowest = graph.stages.get(below)?;
    }
    let Base::Image { written, normalized } = &lowest.base else { return None };
    let (name, tag) = short_name(normalized);
    let is_pinned = normalized.contains('@');
    Some(External { stage: lowest, written, name, tag, read: Tag::read(tag), is_pinned })
}

impl External<'_> {
    /// One of Docker's official images, or of Microsoft's for .NET: what is said of them here is known.
    pub fn is_official(&self) -> bool {
        !self.name.contains(['/', '.']) || self.name.starts_with("mcr.microsoft.com/dotnet/")
    }

    pub fn is_alpine(&self) -> bool {
        self.name == "alpine" || self.has("alpine")
    }

    /// Whether a word of the tag says so: `slim`, `alpine`, `jre`.
    pub fn has(&self, variant: &str) -> bool {
        self.read.variants.iter().any(|word| word == variant)
    }

    /// Whether compilers are what one takes the image for: `golang`, `cuda:12.4-devel`.
    pub fn is_for_building(&self) -> bool {
        self.toolchain().is_some() || ["devel", "sdk", "dev", "build"].iter().any(|variant| self.has(variant))
    }

    /// Whether compilers, git and curl are in the image anyway: the full variants stand on Debian's buildpack-deps, and PHP's
    /// on Debian keep what builds extensions.
    pub fn has_build_tools(&self) -> bool {
        let is_full = !["slim", "alpine", "jre"].iter().any(|variant| self.has(variant));
        let stands_on_tools = ["python", "node", "ruby", "perl", "pypy", "php", "buildpack-deps", "erlang", "elixir"];
        is_full && stands_on_tools.contains(&self.name)
    }

    /// What the image compiles with, where that is what it is for.
    pub fn toolchain(&self) -> Option<&'static str> {
        let is_runtime = self.has("jre") || self.has("runtime");
        Some(match self.name {
            "golang" => "the Go toolchain",
            "rust" => "the Rust toolchain",
            "maven" => "Maven and the JDK",
            "gradle" => "Gradle and the JDK",
            "mcr.microsoft.com/dotnet/sdk" | "mcr.microsoft.com/dotnet/core/sdk" => "the .NET SDK",
            "gcc" => "GCC",
            "swift" if !self.has("slim") => "the Swift toolchain",
            "haskell" => "GHC and its tools",
            "eclipse-temurin" | "openjdk" | "amazoncorretto" | "java" | "ibm-semeru-runtimes" if !is_runtime => {
                "the JDK"
            }
            "sbt" | "clojure" | "elixir" | "erlang" => "the compiler",
            _ => return None,
        })
    }
}
