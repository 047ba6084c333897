//! The questions that wait for the one core, which comes late, answers one at a time and may break down. Says what is
//! to be done next; whoever drives it does it, and tells what came of it.

use std::collections::VecDeque;

/// Why a question has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The core could not be loaded.
    Unreachable,
    /// The core broke down over this question.
    Died,
    /// The core was stopped, for it did not answer in time.
    Silent,
}

/// What the driver has to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Task {
    /// Load a core, then tell `came` or `lost`.
    Load,
    /// Send this to the core, then tell `answered` or `lost`.
    Post(Vec<u8>),
}

/// Who gets the answer that has come.
#[derive(Debug, PartialEq, Eq)]
pub enum Recipient<R> {
    Asker(R),
    /// The core now knows the tables: earlier answers are out of date.
    Tables,
    /// A new core knows the tables that the one before knew.
    Nobody,
}

/// `R` is what gets an answer.
pub struct Desk<R> {
    core: Core,
    waiting: VecDeque<(Vec<u8>, Recipient<R>)>,
    /// Who waits for what the core does at the moment.
    current: Option<Recipient<R>>,
    /// The question that every core is asked first.
    tables: Option<Vec<u8>>,
    /// Whether a core has known them.
    is_told: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Core {
    Absent,
    Wanted,
    Coming,
    Here,
}

impl<R> Default for Desk<R> {
    fn default() -> Self {
        Self { core: Core::Absent, waiting: VecDeque::new(), current: None, tables: None, is_told: false }
    }
}

impl<R> Desk<R> {
    /// The core will be needed soon.
    pub fn wake(&mut self) {
        if self.core == Core::Absent {
            self.core = Core::Wanted;
        }
    }

    pub fn ask(&mut self, question: Vec<u8>, asker: R) {
        self.wake();
        self.waiting.push_back((question, Recipient::Asker(asker)));
    }

    /// Gives this core and every later one the tables, by the question that carries them.
    pub fn add_tables(&mut self, question: Vec<u8>) {
        if self.core == Core::Here {
            self.waiting.push_front((question.clone(), Recipient::Tables));
        }
        self.tables = Some(question);
    }

    /// What to do now, if anything. To be called after everything that is told here, until there is nothing.
    pub fn task(&mut self) -> Option<Task> {
        match self.core {
            Core::Wanted => {
                self.core = Core::Coming;
                Some(Task::Load)
            }
            Core::Here if self.current.is_none() => {
                let (question, recipient) = self.waiting.pop_front()?;
                self.current = Some(recipient);
                Some(Task::Post(question))
            }
            _ => None,
        }
    }

    /// A core is loaded.
    pub fn came(&mut self) {
        self.core = Core::Here;
        if let Some(tables) = &self.tables {
            let recipient = if self.is_told { Recipient::Nobody } else { Recipient::Tables };
            self.waiting.push_front((tables.clone(), recipient));
        }
    }

    /// The core has answered; who waits for it.
    pub fn answered(&mut self) -> Option<Recipient<R>> {
        let current = self.current.take();
        self.is_told |= matches!(current, Some(Recipient::Tables));
        current
    }

    /// There is no core (any more); who gets no answer. One that cannot be had fails all, and the next question tries
    /// again. One that broke down fails its own question alone, and another takes its place.
    pub fn lost(&mut self, trouble: Trouble) -> Vec<R> {
        let mut failed = Vec::new();
        let mut fail = |recipient| match recipient {
            Recipient::Asker(asker) => failed.push(asker),
            Recipient::Tables | Recipient::Nobody => {}
        };
        if matches!(self.current, Some(Recipient::Tables | Recipient::Nobody)) {
            self.tables = None;
        }
        self.waiting.retain(|(_, recipient)| matches!(recipient, Recipient::Asker(_)));
        if let Some(current) = self.current.take() {
            fail(current);
        }
        if trouble == Trouble::Unreachable {
            self.core = Core::Absent;
            self.waiting.drain(..).for_each(|(_, recipient)| fail(recipient));
        } else {
            self.core = Core::Wanted;
        }
        failed
    }
}
