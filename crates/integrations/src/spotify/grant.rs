//! The person's grant: OAuth 2.0 with PKCE (RFC 7636, S256), for a client without a secret.

use reqwest::Url;
use serde::{Deserialize, Deserializer};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::http::{Answer, Fault, Http, Permit, Request, parse};
use crate::outside::Outside;

/// What we ask for, and no more.
const SCOPE: &str = "user-read-recently-played";

/// Bytes of the verifier; as text they are 43 characters, the least that RFC 7636 (4.1) allows, 256 bits.
const VERIFIER_BYTES: usize = 32;

/// Bytes of the state.
const STATE_BYTES: usize = 16;

/// One attempt to be granted access: what must come back, and what proves that it is for us.
pub(crate) struct Attempt {
    pub(crate) client_id: String,
    pub(crate) redirect_uri: String,
    pub(crate) state: Zeroizing<String>,
    verifier: Zeroizing<String>,
}

/// What the token endpoint hands out.
#[derive(Deserialize)]
pub(crate) struct Tokens {
    #[serde(deserialize_with = "secret")]
    pub(crate) access_token: Zeroizing<String>,
    /// Seconds.
    pub(crate) expires_in: i64,
    /// None: the old one stays valid.
    #[serde(default, deserialize_with = "maybe_secret")]
    pub(crate) refresh_token: Option<Zeroizing<String>>,
}

fn secret<'de, D: Deserializer<'de>>(from: D) -> Result<Zeroizing<String>, D::Error> {
    String::deserialize(from).map(Zeroizing::new)
}

fn maybe_secret<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Zeroizing<String>>, D::Error> {
    Ok(Option::<String>::deserialize(from)?.map(Zeroizing::new))
}

impl Attempt {
    /// A new attempt whose answer comes to 127.0.0.1 at `port`.
    pub(crate) fn new(outside: &Outside, client_id: &str, port: u16) -> Attempt {
        Attempt {
            client_id: client_id.to_owned(),
            redirect_uri: format!("http://127.0.0.1:{port}{}", super::redirect::PATH),
            state: outside.random_text(STATE_BYTES),
            verifier: outside.random_text(VERIFIER_BYTES),
        }
    }

    /// The address that the person opens in the browser.
    pub(crate) fn address(&self, accounts: &str) -> Result<Url, Fault> {
        let mut url = parse(accounts, "/authorize")?;
        url.query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.client_id)
            .append_pair("redirect_uri", &self.redirect_uri)
            .append_pair("scope", SCOPE)
            .append_pair("state", &self.state)
            .append_pair("code_challenge_method", "S256")
            .append_pair("code_challenge", &challenge(&self.verifier));
        Ok(url)
    }

    /// The code that came back, for tokens.
    pub(crate) async fn exchange(
        &self,
        http: &Http,
        permit: &Permit,
        accounts: &str,
        code: &str,
    ) -> Result<Tokens, Fault> {
        let form = vec![
            ("grant_type", "authorization_code".to_owned()),
            ("code", code.to_owned()),
            ("redirect_uri", self.redirect_uri.clone()),
            ("client_id", self.client_id.clone()),
            ("code_verifier", self.verifier.as_str().to_owned()),
        ];
        tokens(http, permit, accounts, form).await
    }
}

/// A refresh token for new tokens. With PKCE the answer holds a new refresh token and the old is dead.
pub(crate) async fn refresh(
    http: &Http,
    permit: &Permit,
    accounts: &str,
    client_id: &str,
    refresh_token: &str,
) -> Result<Tokens, Fault> {
    let form = vec![
        ("grant_type", "refresh_token".to_owned()),
        ("refresh_token", refresh_token.to_owned()),
        ("client_id", client_id.to_owned()),
    ];
    tokens(http, permit, accounts, form).await
}

async fn tokens(
    http: &Http,
    permit: &Permit,
    accounts: &str,
    form: Vec<(&'static str, String)>,
) -> Result<Tokens, Fault> {
    let answer = http.send(permit, Request::post_form(accounts, "/api/token", form)?).await?;
    if answer.is_ok() { answer.json() } else { Err(refusal(&answer)) }
}

/// The error of RFC 6749, 5.2.
fn refusal(answer: &Answer) -> Fault {
    #[derive(Deserialize)]
    struct Refusal {
        error: String,
    }
    let word = answer.json::<Refusal>().map(|refusal| refusal.error).unwrap_or_default();
    match word.as_str() {
        "invalid_grant" => Fault::Revoked("Spotify has withdrawn the access".into()),
        "invalid_client" => Fault::Auth("Spotify does not know this client id".into()),
        _ if matches!(answer.status, 400..=403) => {
            Fault::Auth(format!("Spotify refuses a token: {}", answer.status))
        }
        _ => Fault::Unknown(format!("Spotify answers {} for a token", answer.status)),
    }
}

/// BASE64URL(SHA256(verifier)), RFC 7636 4.2.
fn challenge(verifier: &str) -> String {
    data_encoding::BASE64URL_NOPAD.encode(&Sha256::digest(verifier.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Appendix B of RFC 7636.
    #[test]
    fn the_challenge_is_that_of_the_rfc() {
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        assert_eq!(challenge(verifier), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }
}
