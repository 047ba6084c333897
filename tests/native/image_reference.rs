//! Names of images, as the reference library reads them.

use drydock::syntax::ImageReference;

#[test]
fn names_are_completed() {
    for (written, full, familiar) in [
        ("alpine", "docker.io/library/alpine:latest", "alpine:latest"),
        ("node:22-slim", "docker.io/library/node:22-slim", "node:22-slim"),
        ("docker.io/node", "docker.io/library/node:latest", "node:latest"),
        ("index.docker.io/a/b:1", "docker.io/a/b:1", "a/b:1"),
        ("grafana/grafana", "docker.io/grafana/grafana:latest", "grafana/grafana:latest"),
        ("ghcr.io/o/r/i:v1", "ghcr.io/o/r/i:v1", "ghcr.io/o/r/i:v1"),
        ("localhost/x", "localhost/x:latest", "localhost/x:latest"),
        ("localhost:5000/x:2", "localhost:5000/x:2", "localhost:5000/x:2"),
        ("[2001:db8::1]:5000/x", "[2001:db8::1]:5000/x:latest", "[2001:db8::1]:5000/x:latest"),
        ("Registry/x", "Registry/x:latest", "Registry/x:latest"),
        ("a__b/c--d.e", "docker.io/a__b/c--d.e:latest", "a__b/c--d.e:latest"),
    ] {
        let reference = ImageReference::parse(written).unwrap_or_else(|error| panic!("{written}: {error}"));
        assert_eq!(reference.to_string(), full);
        assert_eq!(reference.familiar(), familiar);
    }
    let digest = format!("sha256:{}", "0a".repeat(32));
    let pinned = ImageReference::parse(&format!("debian:12@{digest}")).unwrap();
    assert_eq!((pinned.tag.as_deref(), pinned.digest.as_deref()), (Some("12"), Some(digest.as_str())));
    let pinned = ImageReference::parse(&format!("debian@{digest}")).unwrap();
    assert_eq!(pinned.to_string(), format!("docker.io/library/debian@{digest}"));
}

#[test]
fn invalid_names_are_refused() {
    for (written, message) in [
        ("Builder", "invalid reference format: repository name (library/Builder) must be lowercase"),
        ("ghcr.io/Owner/x:1", "invalid reference format: repository name (Owner/x) must be lowercase"),
        ("", "invalid reference format"),
        ("a:", "invalid reference format"),
        ("a:b c", "invalid reference format"),
        ("a///b", "invalid reference format"),
        ("a.-b", "invalid reference format"),
        ("-a", "invalid reference format"),
        ("a:-1", "invalid reference format"),
        ("$x", "invalid reference format"),
        ("host:port/x", "invalid reference format"),
        ("a@sha256:12", "invalid reference format"),
        ("a@sha256:00112233445566778899aabbccddeeff", "invalid checksum digest length"),
        ("a@md5:00112233445566778899aabbccddeeff", "unsupported digest algorithm"),
    ] {
        assert_eq!(ImageReference::parse(written), Err(message.to_owned()), "{written}");
    }
    assert!(ImageReference::parse(&"f0".repeat(32)).unwrap_err().contains("64-byte hexadecimal"));
    assert!(ImageReference::parse(&"a".repeat(300)).unwrap_err().contains("255 characters"));
}
