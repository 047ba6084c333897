//! Likely secrets in what a link would carry: what is found, what is left alone, what stays after they are taken out.

use drydock::scenario::{Comparison, Scenario};
use drydock::state::Side;
use drydock::state::secrets::{Field, REMOVED, secrets, without_secrets};

use crate::random::Random;
use crate::vectors;

fn alone(dockerfile: &str) -> Comparison {
    Comparison { before: Scenario { dockerfile: dockerfile.into(), ..Scenario::default() }, after: None }
}

fn found(text: &str) -> Vec<&'static str> {
    secrets(&alone(text)).into_iter().map(|secret| secret.what).collect()
}

/// Random letters: what follows a token's beginning. Made here, so that no scanner takes this file for a leak.
fn random(letters: &str, length: usize) -> String {
    let letters = letters.as_bytes();
    let mut random = Random::new(7);
    (0..length).map(|_| char::from(letters[random.below(letters.len())])).collect()
}

fn plain(length: usize) -> String {
    random("ABCDEFGHJKLMNPQRSTUVWYZabcdefghijkmnopqrstuvwyz23456789", length)
}

fn capitals(length: usize) -> String {
    random("ABCDEFGHJKLMNPQRSTUVWYZ234567", length)
}

#[test]
fn tokens_are_known_by_how_they_begin() {
    for (token, what) in [
        (format!("AKIA{}", capitals(16)), "an AWS access key"),
        (format!("AIza{}", plain(35)), "a Google API key"),
        (format!("ghp_{}", plain(36)), "a GitHub token"),
        (format!("github_pat_{}_{}", plain(22), plain(59)), "a GitHub token"),
        (format!("glpat-{}", plain(20)), "a GitLab token"),
        (format!("npm_{}", plain(36)), "an npm token"),
        (format!("pypi-AgEIcHlwaS5vcmc{}", plain(120)), "a PyPI token"),
        (format!("xoxb-{}-{}", 123_456_789_012_u64, plain(24)), "a Slack token"),
        (format!("sk_live_{}", plain(24)), "a Stripe key"),
        (format!("eyJ{}.eyJ{}.{}", plain(20), plain(40), plain(43)), "a signed web token (JWT)"),
    ] {
        for text in [
            format!("ENV A={token}\n"),
            format!("RUN curl -H 'X-Key: {token}' x.example\n"),
            format!("# {token}"),
            format!("{{\"a\":\"{token}\"}}"),
            format!("RUN git clone https://oauth2:{token}@git.example/a.git"),
            format!("RUN git clone https://{token}:x-oauth-basic@git.example/a.git"),
            format!("ENV NPM_TOKEN {token}"),
        ] {
            assert_eq!(found(&text), [what], "{text}");
        }
        // Cut, it is no token any more.
        assert_eq!(found(&format!("RUN echo {}", &token[..9])), [""; 0], "{token}");
    }
}

#[test]
fn values_are_secret_by_the_name_they_are_given_to() {
    let value = plain(24);
    for (text, what) in [
        (format!("ENV DB_PASSWORD={value}"), "a password"),
        (format!("ENV DB_PASSWORD {value}"), "a password"),
        ("ENV DB_PASSWORD=\"correct horse battery staple\"".into(), "a password"),
        (format!("RUN mysql --password={value} -e x"), "a password"),
        (format!("RUN login --password {value} -u me"), "a password"),
        (format!("RUN echo \"//packages.example.com/:_authToken={value}\" > .npmrc"), "an access token"),
        (format!("RUN npm config set _auth={value}=="), "an access token"),
        (format!("ARG aws_secret_access_key={value}/+{value}"), "a cloud key"),
        (format!("{{\"apiKey\": \"{value}\"}}"), "an API key"),
        (format!("{{\\\"api-key\\\": \\\"{value}\\\"}}"), "an API key"),
        (format!("DefaultEndpointsProtocol=https;AccountKey={value}{value}==;x"), "an Azure key"),
        (format!("client_secret: '{value}'"), "a secret value"),
        (format!("RUN curl -H \"Authorization: Bearer {value}\" x"), "an access token"),
        (format!("RUN psql postgres://app:{value}@db.example/app"), "a password in an address"),
    ] {
        assert_eq!(found(&text), [what], "{text}");
        let clean = without_secrets(&alone(&text)).before.dockerfile;
        assert!(clean.contains(REMOVED) && !clean.contains(&value) && !clean.contains("horse"), "{clean}");
    }
}

#[test]
fn private_keys_are_taken_out_whole() {
    let key = format!("-----BEGIN RSA PRIVATE KEY-----\n{}\n{}\n-----END RSA PRIVATE KEY-----", plain(64), plain(40));
    let text = format!("COPY <<EOF /key\n{key}\nEOF\nRUN true\n");
    assert_eq!(found(&text), ["a private key"]);
    assert_eq!(without_secrets(&alone(&text)).before.dockerfile, "COPY <<EOF /key\n<removed>\nEOF\nRUN true\n");

    // The JSON of a service account writes its line breaks as two characters.
    let mut comparison = alone("FROM alpine\n");
    let account =
        format!("{{\"type\":\"service_account\",\"private_key\":\"{}\\n\",\"x\":1}}", key.replace('\n', "\\n"));
    comparison.before.manifests.insert("account.json".into(), account);
    assert_eq!(secrets(&comparison).len(), 1);
    let clean = without_secrets(&comparison).before.manifests["account.json"].clone();
    assert_eq!(clean, "{\"type\":\"service_account\",\"private_key\":\"<removed>\\n\",\"x\":1}");

    let chain = format!("-----BEGIN CERTIFICATE-----\\n{}\\n-----END CERTIFICATE-----\\n{key}", plain(30));
    assert_eq!(found(&chain), ["a private key"]);
    assert_eq!(found(&key[..60]), ["a private key"], "a cut block is one, too");
    assert_eq!(found("-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----\n"), [""; 0]);
}

#[test]
fn what_stands_for_a_secret_is_none() {
    for text in [
        "ARG NPM_TOKEN",
        "ENV NPM_TOKEN=$NPM_TOKEN",
        "ENV NPM_TOKEN ${NPM_TOKEN:-}",
        "ENV PASSWORD=<your password>",
        "ENV POSTGRES_PASSWORD=postgres",
        "ENV MYSQL_ROOT_PASSWORD=changeme",
        "ENV API_KEY=xxxxxxxxxxxxxxxx",
        "ENV AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE",
        "ENV SECRET_KEY_BASE=1",
        "ENV DJANGO_SECRET_KEY=only-for-the-build",
        "ENV TOKEN_FILE=/run/secrets/token PASSWORD_FILE=/run/secrets/password",
        "RUN --mount=type=secret,id=npm_token NPM_TOKEN=$(cat /run/secrets/npm_token) npm ci",
        "RUN --mount=type=secret,id=aws,env=AWS_SECRET_ACCESS_KEY make",
        "RUN docker login -u me --password-stdin < /run/secrets/registry",
        "RUN echo \"token: $TOKEN\"",
        "# The token: read when the build begins, see password: below.",
        "RUN git clone https://git@github.com/a/b.git && curl http://localhost:8080/a@b",
        "RUN pip install keyring-token==3.3.12 secretstorage>=3.3",
        "RUN curl -fsSL https://deb.nodesource.com/gpgkey/nodesource.gpg.key | apt-key add -",
        "RUN sed -i 's/password: .*/password: ${PASSWORD}/' config.yml",
        "{\"dependencies\":{\"jsonwebtoken\":\"^9.0.2\",\"csrf-token\":\"1.2.0-beta.1\",\"get-secret\":\"latest\"}}",
        "RUN curl -H \"Authorization: Bearer $TOKEN\" https://api.example",
    ] {
        assert_eq!(found(text), [""; 0], "{text}");
    }
}

#[test]
fn no_example_and_no_fixture_gives_a_false_alarm() {
    for pair in crate::examples::pairs() {
        assert_eq!(secrets(&pair.example.comparison), [], "{}", pair.name);
    }
    for vector in vectors::of_kind("build") {
        let text = vector["dockerfile"].as_str().unwrap_or_default();
        assert_eq!(secrets(&alone(text)), [], "{text}");
    }
    for line in include_str!("../accuracy/build-truth.jsonl").lines() {
        let truth: serde_json::Value = serde_json::from_str(line).unwrap();
        let before = Scenario::from_json(truth["scenario"].clone()).unwrap();
        assert!(!before.dockerfile.is_empty());
        assert_eq!(secrets(&Comparison { before, after: None }), [], "{}", truth["name"]);
    }
}

#[test]
fn a_secret_is_told_with_its_place_once() {
    let mut scenario =
        Scenario { dockerfile: "FROM alpine\nRUN \\\n  é=1 DB_PASSWORD=hunter22\n".into(), ..Scenario::default() };
    scenario.build_args.insert("NPM_TOKEN".into(), plain(20));
    scenario.build_args.insert("VERSION".into(), plain(20));
    scenario.manifests.insert(".npmrc".into(), format!("\n//r.example/:_authToken={}\n", plain(20)));
    let after = Scenario { dockerfile: format!("ENV DB_PASSWORD={}", plain(12)), ..scenario.clone() };
    let comparison = Comparison { before: scenario, after: Some(after) };
    let told: Vec<_> = secrets(&comparison)
        .into_iter()
        .map(|secret| (secret.side, secret.field, secret.line, secret.column))
        .collect();
    assert_eq!(
        told,
        [
            (Side::Before, Field::Dockerfile, 3, 19),
            (Side::Before, Field::Manifest(".npmrc".into()), 2, 25),
            (Side::Before, Field::BuildArg("NPM_TOKEN".into()), 1, 1),
            (Side::After, Field::Dockerfile, 1, 17),
        ]
    );
    let clean = without_secrets(&comparison);
    assert_eq!(secrets(&clean), []);
    assert_eq!(without_secrets(&clean), clean);
    assert_eq!(clean.before.build_args["NPM_TOKEN"], REMOVED);
    assert_eq!(clean.before.build_args["VERSION"], plain(20));
}

#[test]
fn any_text_is_scanned_and_stays_clean_once_cleaned() {
    let pieces = [
        "token",
        "PASSWORD",
        "=",
        ":",
        " ",
        "\"",
        "'",
        "\\",
        "\n",
        "://",
        "@",
        "-----BEGIN ",
        "PRIVATE KEY-----",
        "-----END ",
        "eyJ",
        "ghp_",
        "AKIA",
        "é",
        "🚢",
        "--",
        "ENV ",
        "bearer ",
        "<removed>",
        "aB3",
        "hunter22",
        "$",
        ".",
    ];
    let long = plain(40);
    let mut random = Random::new(11);
    for _ in 0..3_000 {
        let text: String = (0..random.below(40))
            .map(|_| if random.below(12) == 0 { long.as_str() } else { pieces[random.below(pieces.len())] })
            .collect();
        let clean = without_secrets(&alone(&text));
        assert_eq!(secrets(&clean), [], "{text:?} → {:?}", clean.before.dockerfile);
    }
    // Each would take minutes if anything were looked at again and again.
    for piece in pieces.iter().chain(&["token=", "token='", "token:\"", "://a:", "a=\"token='"]) {
        let _ = secrets(&alone(&piece.repeat(200_000 / piece.len())));
    }
}
