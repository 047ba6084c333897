//! ENV, ARG and LABEL.

use super::{Dispatch, Effect, Outcome};
use crate::stages::Action;
use crate::syntax::{Argument, Pairs};
use crate::text::Diagnostic;

impl Dispatch<'_> {
    /// All pairs see the variables from before the instruction.
    pub(super) fn env(&mut self, pairs: &Pairs) -> Outcome {
        let values = self.pairs(pairs)?;
        for (name, value) in &values {
            self.state.variables = self.state.variables.with_env(name, value);
        }
        let history = history("ENV", &values);
        Ok(Effect { action: Action::Env(values), layer: false, history: Some(history) })
    }

    pub(super) fn label(&mut self, pairs: &Pairs) -> Outcome {
        let values = self.pairs(pairs)?;
        Ok(Effect::metadata(history("LABEL", &values)))
    }

    /// A build argument wins over the default, which wins over the global value; each word sees those before it.
    pub(super) fn arg(&mut self, arguments: &[Argument]) -> Outcome {
        let before = self.state.variables.clone();
        let mut values = Vec::new();
        for argument in arguments {
            let name = &argument.name.text;
            let value = match (self.build.build_args.get(name), &argument.default) {
                (Some(given), _) => Ok(Some(given.clone())),
                (None, Some(default)) => self.word(&default.text, default.span).map(Some),
                (None, None) => Ok(self.build.globals.get(name).map(str::to_string)),
            };
            let value = value.inspect_err(|_: &Diagnostic| self.state.variables = before.clone())?;
            self.state.variables = self.state.variables.with_arg(name, value.as_deref());
            values.push((name.clone(), value));
        }
        let words = values.iter().map(|(name, value)| match value {
            Some(value) => format!(" {name}={value}"),
            None => format!(" {name}"),
        });
        let history = format!("ARG{}", words.collect::<String>());
        Ok(Effect { action: Action::Arg(values), layer: false, history: Some(history) })
    }

    fn pairs(&mut self, pairs: &Pairs) -> Result<Vec<(String, String)>, Diagnostic> {
        let expand = |pair: &crate::syntax::Pair| {
            let name = self.word(&pair.name.text, pair.name.span)?;
            Ok((name, self.word(&pair.value.text, pair.value.span)?))
        };
        pairs.pairs.iter().map(expand).collect()
    }
}

fn history(keyword: &str, values: &[(String, String)]) -> String {
    let mut text = keyword.to_string();
    for (name, value) in values {
        text.extend([" ", name, "=", value]);
    }
    text
}
