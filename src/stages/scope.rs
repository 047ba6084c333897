//! The variables in force at one point of a build: an immutable snapshot that later points share with.
//! It knows which names are ENV and which ARG, but not how their values are written or expanded.

use crate::order;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::rc::Rc;

/// The variables in force at one point: cheap to clone, looked up in short time. Names and values are shared between
/// snapshots in a hash trie, so ten thousand snapshots of ten thousand variables cost about as much as the text.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    root: Option<Rc<Node>>,
    /// How many names it knows.
    len: usize,
    /// Counts what was set, which gives every entry its place in declaration order.
    clock: u32,
    /// Sum over the entries in the build environment: equal environments have equal sums.
    digest: u64,
}

/// What is known of one name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    pub name: Rc<str>,
    /// The value a build step sees; `None` for an ARG that has none.
    pub value: Option<Rc<str>>,
    /// Which instruction set `value` last.
    pub kind: VariableKind,
    /// The value the image keeps: the last ENV's, also where a later ARG hides it from the build.
    pub image_value: Option<Rc<str>>,
    /// Declared by ARG in this stage or one it is built on.
    pub declared: bool,
    /// When `value` was last set, when the image first got the name, when ARG first declared it.
    order: Order,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VariableKind {
    /// From the base image, or the builder itself.
    Base,
    Env,
    Arg,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Order {
    value: u32,
    image: u32,
    declared: u32,
}

impl Scope {
    pub fn get(&self, name: &str) -> Option<&str> {
        self.variable(name)?.value.as_deref()
    }

    /// How many names it knows, set or only declared.
    pub const fn len(&self) -> usize {
        self.len
    }

    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    pub fn variable(&self, name: &str) -> Option<&Variable> {
        let hash = hash_of(name);
        let mut node = self.root.as_deref()?;
        let mut depth = 0;
        loop {
            match node {
                Node::Leaf(entries) => return entries.iter().find(|entry| &*entry.name == name),
                Node::Branch(children) => {
                    node = children[slot(hash, depth)].as_deref()?;
                    depth += 1;
                }
            }
        }
    }

    /// Every variable a build step sees, the one set last at the end.
    pub fn environment(&self) -> Vec<&Variable> {
        self.sorted(|variable| variable.value.is_some(), |order| order.value)
    }

    /// The variables the image keeps, in the order in which it first got them.
    pub fn image_environment(&self) -> Vec<&Variable> {
        self.sorted(|variable| variable.image_value.is_some(), |order| order.image)
    }

    /// The names ARG declared, in that order; each with the value a build step sees.
    pub fn declared(&self) -> Vec<&Variable> {
        self.sorted(|variable| variable.declared, |order| order.declared)
    }

    /// Equal for scopes whose build steps see the same variables, set in the same order.
    pub const fn digest(&self) -> u64 {
        self.digest
    }

    #[must_use]
    pub fn with_base(&self, name: &str, value: &str) -> Self {
        self.with(name, |variable, clock| {
            variable.set(value, VariableKind::Base, clock);
            variable.keep(value, clock);
        })
    }

    #[must_use]
    pub fn with_env(&self, name: &str, value: &str) -> Self {
        self.with(name, |variable, clock| {
            variable.set(value, VariableKind::Env, clock);
            variable.keep(value, clock);
        })
    }

    /// A build argument; without a value it is declared and otherwise stays what it was.
    #[must_use]
    pub fn with_arg(&self, name: &str, value: Option<&str>) -> Self {
        self.with(name, |variable, clock| {
            if !variable.declared {
                variable.declared = true;
                variable.order.declared = clock;
            }
            if let Some(value) = value {
                variable.set(value, VariableKind::Arg, clock);
            }
        })
    }

    fn with(&self, name: &str, change: impl FnOnce(&mut Variable, u32)) -> Self {
        let known = self.variable(name);
        let len = self.len + usize::from(known.is_none());
        let mut variable = known.cloned().unwrap_or_else(|| Variable::unset(name));
        let clock = self.clock + 1;
        let before = variable.digest();
        change(&mut variable, clock);
        let digest = self.digest.wrapping_sub(before).wrapping_add(variable.digest());
        Self { root: Some(insert(self.root.as_ref(), hash_of(name), 0, variable)), len, clock, digest }
    }

    fn sorted(&self, keep: impl Fn(&Variable) -> bool, key: impl Fn(Order) -> u32) -> Vec<&Variable> {
        let mut found = Vec::new();
        let mut waiting: Vec<&Node> = self.root.as_deref().into_iter().collect();
        while let Some(node) = waiting.pop() {
            match node {
                Node::Leaf(entries) => found.extend(entries.iter().filter(|entry| keep(entry))),
                Node::Branch(children) => waiting.extend(children.iter().flatten().map(Rc::as_ref)),
            }
        }
        order::sort_by_key(&mut found, |variable| key(variable.order));
        found
    }
}

impl Variable {
    fn unset(name: &str) -> Self {
        Self {
            name: name.into(),
            value: None,
            kind: VariableKind::Arg,
            image_value: None,
            declared: false,
            order: Order::default(),
        }
    }

    fn set(&mut self, value: &str, kind: VariableKind, clock: u32) {
        self.value = Some(value.into());
        self.kind = kind;
        self.order.value = clock;
    }

    fn keep(&mut self, value: &str, clock: u32) {
        if self.image_value.is_none() {
            self.order.image = clock;
        }
        self.image_value = Some(value.into());
    }

    fn digest(&self) -> u64 {
        let Some(value) = &self.value else { return 0 };
        let mut hasher = DefaultHasher::new();
        (&self.name, value, self.order.value).hash(&mut hasher);
        hasher.finish()
    }
}

/// Sixteen ways per level, four bits of the name's hash each. Names whose hashes are equal share a leaf.
#[derive(Clone, Debug)]
enum Node {
    Leaf(Vec<Variable>),
    Branch([Option<Rc<Self>>; 16]),
}

const LEVELS: u32 = 16;

fn insert(node: Option<&Rc<Node>>, hash: u64, depth: u32, variable: Variable) -> Rc<Node> {
    match node.map(Rc::as_ref) {
        None => Rc::new(Node::Leaf(vec![variable])),
        Some(Node::Branch(children)) => {
            let mut children = children.clone();
            let place = &mut children[slot(hash, depth)];
            *place = Some(insert(place.as_ref(), hash, depth + 1, variable));
            Rc::new(Node::Branch(children))
        }
        Some(Node::Leaf(entries)) => {
            let same = entries.iter().position(|entry| entry.name == variable.name);
            if same.is_some() || depth == LEVELS {
                let mut entries = entries.clone();
                match same {
                    Some(index) => entries[index] = variable,
                    None => entries.push(variable),
                }
                return Rc::new(Node::Leaf(entries));
            }
            // A second name falls into this place: both move one level down.
            let mut branch = Rc::new(Node::Branch(std::array::from_fn(|_| None)));
            for entry in entries.iter().cloned().chain([variable]) {
                branch = insert(Some(&branch), hash_of(&entry.name), depth, entry);
            }
            branch
        }
    }
}

fn slot(hash: u64, depth: u32) -> usize {
    (hash >> (depth * 4)) as usize & 15
}

fn hash_of(name: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    hasher.finish()
}
