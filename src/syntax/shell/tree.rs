//! Tokens to lists, pipelines and compound commands. Lenient: a script that no shell would take still gives a tree.

use std::ops::Range;

use super::token::Token;
use super::word::Word;

/// Lists joined by `;`, `&` or line ends.
pub(super) type Script = Vec<List>;

/// Pipelines joined by `&&` and `||`; the flag tells `||`. That of the first means nothing.
#[derive(Debug, Default)]
pub(super) struct List {
    pub(super) pipelines: Vec<(bool, Vec<Node>)>,
}

#[derive(Debug)]
pub(super) enum Node {
    Simple(Simple),
    /// `(…)`
    Subshell(Script, Vec<Redirect>),
    /// `{ …; }`
    Group(Script, Vec<Redirect>),
    /// Conditions with their bodies, `else` with none.
    If(Vec<(Option<Script>, Script)>),
    For {
        name: String,
        words: Option<Vec<Word>>,
        body: Script,
    },
    /// `while` and `until`.
    Loop {
        condition: Script,
        body: Script,
    },
    Case {
        word: Word,
        arms: Vec<(Vec<Word>, Script)>,
    },
    Function(Script),
}

#[derive(Debug, Default)]
pub(super) struct Simple {
    pub(super) words: Vec<Word>,
    pub(super) redirects: Vec<Redirect>,
    /// `!` stood before it.
    pub(super) negated: bool,
    pub(super) span: Range<usize>,
}

#[derive(Debug)]
pub(super) struct Redirect {
    pub(super) descriptor: Option<u32>,
    pub(super) operator: &'static str,
    pub(super) word: Word,
}

/// How deep compound commands may stand in each other; deeper ones are read as plain words.
const DEPTH: usize = 32;

pub(super) fn tree(tokens: Vec<Token>) -> Script {
    let mut parser = Parser { tokens: tokens.into_iter().peekable(), depth: 0 };
    let mut script = Script::new();
    loop {
        script.extend(parser.script(&[]));
        // What ends a list without having begun one is skipped.
        if parser.tokens.next().is_none() {
            return script;
        }
    }
}

struct Parser {
    tokens: std::iter::Peekable<std::vec::IntoIter<Token>>,
    depth: usize,
}

impl Parser {
    fn at_operator(&mut self, operators: &[&str]) -> bool {
        matches!(self.tokens.peek(), Some(Token::Operator(operator)) if operators.contains(operator))
    }

    fn at_keyword(&mut self, keywords: &[&str]) -> bool {
        matches!(self.tokens.peek(), Some(Token::Word(word)) if word.literal().is_some_and(|word| keywords.contains(&word)))
    }

    fn take_operator(&mut self, operators: &[&str]) -> bool {
        let found = self.at_operator(operators);
        if found {
            self.tokens.next();
        }
        found
    }

    fn take_keyword(&mut self, keywords: &[&str]) -> bool {
        let found = self.at_keyword(keywords);
        if found {
            self.tokens.next();
        }
        found
    }

    /// Lists up to one of the keywords, a closing parenthesis or the end of a `case` arm, none of which is taken.
    fn script(&mut self, ends: &[&str]) -> Script {
        let mut script = Script::new();
        loop {
            while self.take_operator(&["\n", ";", "&"]) {}
            let closes = self.at_operator(&[")", ";;", ";&", ";;&"]);
            if closes || self.tokens.peek().is_none() || self.at_keyword(ends) {
                return script;
            }
            script.push(self.list());
        }
    }

    fn list(&mut self) -> List {
        let mut list = List::default();
        let mut is_or = false;
        loop {
            let mut pipeline = vec![self.command()];
            while self.take_operator(&["|", "|&"]) {
                while self.take_operator(&["\n"]) {}
                pipeline.push(self.command());
            }
            list.pipelines.push((is_or, pipeline));
            is_or = self.at_operator(&["||"]);
            if !self.take_operator(&["&&", "||"]) {
                return list;
            }
            while self.take_operator(&["\n"]) {}
        }
    }

    fn command(&mut self) -> Node {
        if self.depth == DEPTH {
            return Node::Simple(self.simple());
        }
        self.depth += 1;
        let node = self.compound();
        self.depth -= 1;
        node
    }

    fn compound(&mut self) -> Node {
        if self.take_operator(&["("]) {
            // `((…))` is arithmetic; as a subshell in a subshell it does no harm.
            let script = self.script(&[]);
            self.take_operator(&[")"]);
            return Node::Subshell(script, self.redirects());
        }
        let keyword = match self.tokens.peek() {
            Some(Token::Word(word)) => word.literal().unwrap_or("").to_owned(),
            _ => String::new(),
        };
        match keyword.as_str() {
            "{" => {
                self.tokens.next();
                let script = self.script(&["}"]);
                self.take_keyword(&["}"]);
                Node::Group(script, self.redirects())
            }
            "if" => self.branches(),
            "for" | "select" => self.for_loop(),
            "while" | "until" => {
                self.tokens.next();
                let condition = self.script(&["do"]);
                let body = self.body();
                Node::Loop { condition, body }
            }
            "case" => self.case(),
            "function" => {
                self.tokens.next();
                self.tokens.next();
                self.function()
            }
            _ => {
                let simple = self.simple();
                match simple.words.as_slice() {
                    [_] if self.at_operator(&["("]) => self.function(),
                    _ => Node::Simple(simple),
                }
            }
        }
    }

    fn branches(&mut self) -> Node {
        let mut branches = Vec::new();
        while self.take_keyword(&["if", "elif"]) {
            let condition = self.script(&["then", "elif", "else", "fi"]);
            self.take_keyword(&["then"]);
            branches.push((Some(condition), self.script(&["elif", "else", "fi"])));
            // A second `if` is the next command, not a branch of this one.
            if !self.at_keyword(&["elif"]) {
                break;
            }
        }
        if self.take_keyword(&["else"]) {
            branches.push((None, self.script(&["fi"])));
        }
        self.take_keyword(&["fi"]);
        self.redirects();
        Node::If(branches)
    }

    fn for_loop(&mut self) -> Node {
        self.tokens.next();
        let name = match self.tokens.next_if(|token| matches!(token, Token::Word(_))) {
            Some(Token::Word(name)) => name.unquoted(),
            _ => String::new(),
        };
        while self.take_operator(&["\n"]) {}
        let mut words = None;
        if self.take_keyword(&["in"]) {
            let words = words.insert(Vec::new());
            while let Some(Token::Word(word)) = self.tokens.next_if(|token| matches!(token, Token::Word(_))) {
                words.push(word);
            }
        }
        Node::For { name, words, body: self.body() }
    }

    /// `do … done`
    fn body(&mut self) -> Script {
        while self.take_operator(&["\n", ";"]) {}
        self.take_keyword(&["do"]);
        let body = self.script(&["done"]);
        self.take_keyword(&["done"]);
        self.redirects();
        body
    }

    fn case(&mut self) -> Node {
        self.tokens.next();
        let word = match self.tokens.next_if(|token| matches!(token, Token::Word(_))) {
            Some(Token::Word(word)) => word,
            _ => Word::default(),
        };
        while self.take_operator(&["\n"]) {}
        self.take_keyword(&["in"]);
        let mut arms = Vec::new();
        loop {
            while self.take_operator(&["\n", ";;", ";&", ";;&", ";", "&"]) {}
            if self.take_keyword(&["esac"]) || self.tokens.peek().is_none() {
                break;
            }
            self.take_operator(&["("]);
            let mut patterns = Vec::new();
            loop {
                match self.tokens.next_if(|token| matches!(token, Token::Word(_))) {
                    Some(Token::Word(pattern)) => patterns.push(pattern),
                    _ if self.take_operator(&["|"]) => {}
                    _ => break,
                }
            }
            if !self.take_operator(&[")"]) {
                // Not an arm; skipping what stands here keeps the rest readable.
                self.tokens.next();
                continue;
            }
            arms.push((patterns, self.script(&["esac"])));
        }
        self.redirects();
        Node::Case { word, arms }
    }

    /// `() body`, the name already taken.
    fn function(&mut self) -> Node {
        if self.take_operator(&["("]) {
            self.take_operator(&[")"]);
        }
        while self.take_operator(&["\n"]) {}
        let body = self.command();
        Node::Function(vec![List { pipelines: vec![(false, vec![body])] }])
    }

    fn redirects(&mut self) -> Vec<Redirect> {
        std::iter::from_fn(|| self.redirect()).collect()
    }

    fn redirect(&mut self) -> Option<Redirect> {
        let is_redirect = |token: &Token| matches!(token, Token::Redirection { .. } | Token::Heredoc { .. });
        match self.tokens.next_if(is_redirect)? {
            Token::Heredoc { descriptor, body } => Some(Redirect { descriptor, operator: "<<", word: body }),
            Token::Redirection { descriptor, operator, start } => {
                let word = match self.tokens.next_if(|token| matches!(token, Token::Word(_))) {
                    Some(Token::Word(word)) => word,
                    _ => Word { parts: Vec::new(), span: start..start + operator.len() },
                };
                Some(Redirect { descriptor, operator, word })
            }
            _ => None,
        }
    }

    fn simple(&mut self) -> Simple {
        let mut simple = Simple::default();
        while simple.words.is_empty() && self.take_keyword(&["!", "time"]) {
            simple.negated = true;
        }
        let mut span: Option<Range<usize>> = None;
        loop {
            let part = if let Some(redirect) = self.redirect() {
                let part = redirect.word.span.clone();
                simple.redirects.push(redirect);
                part
            } else if let Some(Token::Word(word)) = self.tokens.next_if(|token| matches!(token, Token::Word(_))) {
                let part = word.span.clone();
                simple.words.push(word);
                part
            } else {
                break;
            };
            span = Some(span.map_or(part.clone(), |span| span.start.min(part.start)..span.end.max(part.end)));
        }
        simple.span = span.unwrap_or_default();
        // A parenthesis out of place would otherwise be met again and again.
        if simple.words.is_empty() && simple.redirects.is_empty() {
            self.take_operator(&["("]);
        }
        simple
    }
}
