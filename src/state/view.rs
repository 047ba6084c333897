//! The parts of the page at which a link or an embed opens, with the names that people write in addresses.

/// What stands first before the reader's eyes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum View {
    /// The stage graphs.
    #[default]
    Stages,
    /// The two bars and the saving alone.
    Sizes,
    Layers,
    /// What could be better.
    Advice,
    /// What differs between the two, and what each change saves.
    Changes,
    /// What the image consists of, as folders and files.
    Files,
    Rebuild,
    /// What is known around the Dockerfile.
    Project,
    /// The texts.
    Dockerfile,
}

impl View {
    pub const ALL: [Self; 9] = [
        Self::Stages,
        Self::Sizes,
        Self::Layers,
        Self::Advice,
        Self::Changes,
        Self::Files,
        Self::Rebuild,
        Self::Project,
        Self::Dockerfile,
    ];

    /// As it is written in addresses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Stages => "stages",
            Self::Sizes => "sizes",
            Self::Layers => "layers",
            Self::Advice => "advice",
            Self::Changes => "changes",
            Self::Files => "files",
            Self::Rebuild => "rebuild",
            Self::Project => "project",
            Self::Dockerfile => "dockerfile",
        }
    }

    /// As a person reads it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Stages => "Stages",
            Self::Sizes => "Sizes",
            Self::Layers => "Layers",
            Self::Advice => "Advice",
            Self::Changes => "Changes",
            Self::Files => "Files",
            Self::Rebuild => "Rebuild",
            Self::Project => "Project",
            Self::Dockerfile => "Dockerfile",
        }
    }

    /// The view of that name, in letters of any case; `graph` and `code` are what people try first.
    pub fn of_name(name: &str) -> Option<Self> {
        let is = |known: &str| name.eq_ignore_ascii_case(known);
        match () {
            () if is("graph") => Some(Self::Stages),
            () if is("code") => Some(Self::Dockerfile),
            () => Self::ALL.into_iter().find(|view| is(view.name())),
        }
    }
}
