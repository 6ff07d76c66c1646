//! Last.fm's errors: numbers that programs branch on.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::endpoint::reply::Reply;

/// Why a call is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// 3: there is no such method.
    Method,
    /// 4: the token or password is not known.
    Authentication,
    /// 6: something is missing or cannot be read.
    Parameters,
    /// 9: the session key is not known; the program asks the person anew.
    Session,
    /// 13: the signature is another.
    Signature,
    /// 14: the person has not approved yet.
    Unauthorized,
    /// 15: the token is too old.
    Expired,
    /// 16: the vault is locked, or the disk fails. Programs try again.
    TryAgain,
    /// 26: a page whose origin is not allowed.
    Suspended,
    /// 29: too often.
    Rate,
}

impl Fault {
    fn code(self) -> u8 {
        match self {
            Fault::Method => 3,
            Fault::Authentication => 4,
            Fault::Parameters => 6,
            Fault::Session => 9,
            Fault::Signature => 13,
            Fault::Unauthorized => 14,
            Fault::Expired => 15,
            Fault::TryAgain => 16,
            Fault::Suspended => 26,
            Fault::Rate => 29,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Fault::Method => "Invalid Method - No method with that name in this package",
            Fault::Authentication => {
                "Authentication Failed - You do not have permissions to access the service"
            }
            Fault::Parameters => {
                "Invalid parameters - Your request is missing a required parameter"
            }
            Fault::Session => "Invalid session key - Please re-authenticate",
            Fault::Signature => "Invalid method signature supplied",
            Fault::Unauthorized => "Unauthorized Token - This token has not been authorized",
            Fault::Expired => "This token has expired",
            Fault::TryAgain => "The service is temporarily unavailable, please try again.",
            Fault::Suspended => "This origin is not allowed for this client",
            Fault::Rate => "Rate Limit Exceeded - This client has made too many requests",
        }
    }

    pub(crate) fn status(self) -> StatusCode {
        match self {
            Fault::Method | Fault::Parameters => StatusCode::BAD_REQUEST,
            Fault::Authentication
            | Fault::Session
            | Fault::Signature
            | Fault::Unauthorized
            | Fault::Expired
            | Fault::Suspended => StatusCode::FORBIDDEN,
            Fault::TryAgain => StatusCode::SERVICE_UNAVAILABLE,
            Fault::Rate => StatusCode::TOO_MANY_REQUESTS,
        }
    }

    pub(crate) fn json(self) -> Value {
        json!({ "error": self.code(), "message": self.words() })
    }

    pub(crate) fn xml(self) -> String {
        let (code, words) = (self.code(), self.words());
        format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
             <lfm status=\"failed\"><error code=\"{code}\">{words}</error></lfm>\n"
        )
    }
}

/// What a refusal at the door is called here.
pub(crate) fn of_reply(reply: &Reply) -> Fault {
    match reply.status() {
        StatusCode::TOO_MANY_REQUESTS => Fault::Rate,
        StatusCode::FORBIDDEN => Fault::Suspended,
        _ => Fault::TryAgain,
    }
}
