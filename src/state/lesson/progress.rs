//! How far a person came in each lesson, as a text that the browser keeps: `what-a-layer-is=3 cache-order=6`.

/// The steps seen of each lesson, by its name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress(Vec<(String, usize)>);

/// More lessons than there will be; a text from elsewhere may be of any length.
const MOST: usize = 100;

impl Progress {
    pub fn of_text(text: &str) -> Self {
        let pairs = text.split(' ').filter_map(|pair| pair.split_once('='));
        let seen = pairs.filter_map(|(name, steps)| Some((name.to_owned(), steps.parse().ok()?)));
        Self(seen.take(MOST).collect())
    }

    pub fn text(&self) -> String {
        let pairs: Vec<String> = self.0.iter().map(|(name, steps)| format!("{name}={steps}")).collect();
        pairs.join(" ")
    }

    /// How many of its steps were seen.
    pub fn of(&self, name: &str) -> usize {
        self.0.iter().find(|(known, _)| known == name).map_or(0, |(_, steps)| *steps)
    }

    /// Notes that so many steps were seen; what was further stays.
    pub fn note(&mut self, name: &str, steps: usize) {
        match self.0.iter_mut().find(|(known, _)| known == name) {
            Some((_, seen)) => *seen = steps.max(*seen),
            None => self.0.push((name.to_owned(), steps)),
        }
    }
}
