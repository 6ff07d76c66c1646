//! The same list as a CycloneDX 1.5 bill of materials (ECMA-424's forerunner, cyclonedx.org/docs/1.5/json).
//!
//! It has no serial number and no time: it says what is in a clone, and two makings of one clone are equal.

use serde::Serialize;

use super::{Kind, Part};

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Bom {
    bom_format: &'static str,
    spec_version: &'static str,
    version: u32,
    metadata: Metadata,
    components: Vec<Component>,
    dependencies: Vec<Dependency>,
}

#[derive(Debug, Serialize)]
struct Metadata {
    component: Option<Component>,
}

#[derive(Debug, Serialize)]
struct Component {
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(rename = "bom-ref")]
    reference: String,
    name: String,
    version: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hashes: Vec<Digest>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    licenses: Vec<Licence>,
    #[serde(skip_serializing_if = "Option::is_none")]
    purl: Option<String>,
    #[serde(rename = "externalReferences", skip_serializing_if = "Vec::is_empty")]
    references: Vec<Reference>,
}

#[derive(Debug, Serialize)]
struct Digest {
    alg: &'static str,
    content: String,
}

#[derive(Debug, Serialize)]
struct Licence {
    expression: String,
}

#[derive(Debug, Serialize)]
struct Reference {
    #[serde(rename = "type")]
    kind: &'static str,
    url: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Dependency {
    #[serde(rename = "ref")]
    of: String,
    depends_on: Vec<String>,
}

/// The bill of materials of these parts.
pub(super) fn of(parts: &[Part]) -> Bom {
    let (own, others): (Vec<&Part>, Vec<&Part>) =
        parts.iter().partition(|part| part.kind == Kind::Own);
    let known = |key: &super::Key| parts.iter().any(|part| part.key() == *key);
    let dependencies = parts.iter().map(|part| Dependency {
        of: reference(&part.key()),
        depends_on: part.needs.iter().filter(|key| known(key)).map(reference).collect(),
    });
    Bom {
        bom_format: "CycloneDX",
        spec_version: "1.5",
        version: 1,
        metadata: Metadata { component: own.first().map(|part| component(part)) },
        components: others.into_iter().map(component).collect(),
        dependencies: dependencies.collect(),
    }
}

fn component(part: &Part) -> Component {
    let web = part.from.clone().filter(|from| from.starts_with("https://"));
    Component {
        kind: match part.kind {
            Kind::Own => "application",
            Kind::Crate | Kind::Npm => "library",
            Kind::Model => "machine-learning-model",
            Kind::Font => "file",
        },
        reference: reference(&part.key()),
        name: part.name.clone(),
        version: part.version.clone(),
        hashes: part
            .hash
            .iter()
            .map(|hash| Digest { alg: hash.alg, content: hash.content.clone() })
            .collect(),
        licenses: part.licence.iter().map(|it| Licence { expression: it.clone() }).collect(),
        purl: purl(&part.key()),
        references: web.into_iter().map(|url| Reference { kind: "website", url }).collect(),
    }
}

/// What names a part within the document: its package address, else a name of our own.
fn reference(key: &super::Key) -> String {
    let (kind, name, version) = key;
    purl(key).unwrap_or_else(|| {
        let kind = match kind {
            Kind::Model => "model",
            Kind::Font => "font",
            Kind::Own | Kind::Crate | Kind::Npm => "own",
        };
        format!("{kind}/{}@{version}", name.replace(' ', "-"))
    })
}

/// The package address (purl-spec): npm's `@` of a scope is written `%40`, cargo's `+` in a version `%2B`.
fn purl((kind, name, version): &super::Key) -> Option<String> {
    let version = version.replace('+', "%2B");
    match kind {
        Kind::Crate => Some(format!("pkg:cargo/{name}@{version}")),
        Kind::Npm => Some(format!("pkg:npm/{}@{version}", name.replace('@', "%40"))),
        Kind::Own | Kind::Model | Kind::Font => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bill_names_what_ships_and_what_it_is_linked_with() {
        let part = |kind, name: &str, needs: Vec<super::super::Key>| Part {
            kind,
            name: name.into(),
            version: "1.0.0".into(),
            licence: Some("MIT".into()),
            from: Some("https://example.org/".into()),
            texts: Vec::new(),
            hash: None,
            needs,
        };
        let page = (Kind::Npm, "@codemirror/view".to_owned(), "1.0.0".to_owned());
        let gone = (Kind::Npm, "gone".to_owned(), "1.0.0".to_owned());
        let parts = [
            part(Kind::Own, "Everkept", vec![page, gone]),
            part(Kind::Npm, "@codemirror/view", Vec::new()),
            part(Kind::Font, "Source Serif 4", Vec::new()),
        ];
        let bom = serde_json::to_value(of(&parts)).expect("it is JSON");
        assert_eq!((&bom["bomFormat"], &bom["specVersion"]), (&"CycloneDX".into(), &"1.5".into()));
        assert_eq!(bom["metadata"]["component"]["type"], "application");
        assert_eq!(bom["components"][0]["purl"], "pkg:npm/%40codemirror/view@1.0.0");
        assert_eq!(bom["components"][1]["bom-ref"], "font/Source-Serif-4@1.0.0");
        assert_eq!(
            bom["dependencies"][0],
            serde_json::json!({ "ref": "own/Everkept@1.0.0", "dependsOn": ["pkg:npm/%40codemirror/view@1.0.0"] })
        );
    }
}
