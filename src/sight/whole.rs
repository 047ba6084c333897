//! A Scenario with all its fields in their order, as bytes without names need it; its JSON leaves out what is empty.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::order;
use crate::scenario::{ImageSize, Scenario};

type Images = BTreeMap<String, (Option<u64>, Option<u64>)>;

pub(super) fn serialize<S: Serializer>(scenario: &Scenario, to: S) -> Result<S::Ok, S::Error> {
    let Scenario {
        dockerfile,
        dockerignore,
        context,
        manifests,
        build_args,
        target,
        platform,
        images,
        overrides,
        pull_overrides,
    } = scenario;
    let images: Images = order::map(images.iter().map(|(name, size)| (name.clone(), (size.disk, size.pull))));
    (dockerfile, dockerignore, context, manifests, build_args, target, platform, images, overrides, pull_overrides)
        .serialize(to)
}

pub(super) fn deserialize<'a, D: Deserializer<'a>>(from: D) -> Result<Scenario, D::Error> {
    let (dockerfile, dockerignore, context, manifests, build_args, target, platform, images, overrides, pull_overrides) =
        Deserialize::deserialize(from)?;
    let images: Images = images;
    let images = order::map(images.into_iter().map(|(name, (disk, pull))| (name, ImageSize { disk, pull })));
    Ok(Scenario {
        dockerfile,
        dockerignore,
        context,
        manifests,
        build_args,
        target,
        platform,
        images,
        overrides,
        pull_overrides,
    })
}
