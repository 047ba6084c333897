//! Several services like this one on a node: what their images come to together when they share a base, whose layers a
//! node holds and pulls once.

use super::Measure;
use crate::sight::Segment;

/// How many services; one, where nobody asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Services(u32);

/// What an image brings, in likely bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Load {
    /// Of its base image.
    pub base: u64,
    /// Of the layers on it.
    pub own: u64,
}

impl Services {
    /// More than this no node runs.
    pub const MOST: u32 = 1_000;

    pub fn new(count: u32) -> Self {
        Self(count.clamp(1, Self::MOST))
    }

    pub const fn count(self) -> u32 {
        self.0
    }
}

impl Default for Services {
    fn default() -> Self {
        Self(1)
    }
}

impl Load {
    /// The segment without a step is what FROM brings.
    pub fn of(segments: &[Segment], measure: Measure) -> Self {
        let bytes = |segment: &Segment| match measure {
            Measure::Disk => segment.disk,
            Measure::Pull => segment.pull,
        };
        let mut load = Self::default();
        for segment in segments {
            let part = if segment.step.is_none() { &mut load.base } else { &mut load.own };
            *part = part.saturating_add(bytes(segment));
        }
        load
    }

    /// All services together, the base once.
    pub fn shared(self, services: Services) -> u64 {
        self.base.saturating_add(self.own.saturating_mul(u64::from(services.0)))
    }

    /// All services together, each on a base of its own.
    pub fn apart(self, services: Services) -> u64 {
        self.base.saturating_add(self.own).saturating_mul(u64::from(services.0))
    }
}
