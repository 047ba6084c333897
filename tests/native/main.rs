//! The native suite: what the core does, told from outside. One module per topic.
