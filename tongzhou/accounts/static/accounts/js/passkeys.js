/**
 * Passkeys (WebAuthn). A form says by `data-passkey` what its button does:
 * "sign-in" fetches the question from the form's own address, "use" and "make" find it on the page
 * in the element `passkey-question`. The answer goes into the hidden field `credential`.
 */

/** @param {string} text base64url @returns {Uint8Array<ArrayBuffer>} */
export function toBytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

/** @param {ArrayBuffer} buffer @returns {string} base64url without padding */
export function toText(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** @typedef {{ id: string, type: "public-key", transports?: AuthenticatorTransport[] }} Known */

/** @param {Known[] | undefined} known @returns {PublicKeyCredentialDescriptor[]} */
function descriptors(known) {
  return (known ?? []).map((one) => ({ ...one, id: toBytes(one.id) }));
}

/** @param {any} question as the server words it @returns {PublicKeyCredentialCreationOptions} */
export function creationOptions(question) {
  return {
    ...question,
    challenge: toBytes(question.challenge),
    user: { ...question.user, id: toBytes(question.user.id) },
    excludeCredentials: descriptors(question.excludeCredentials),
    authenticatorSelection: {
      ...question.authenticatorSelection,
      residentKey: "required",
      requireResidentKey: true,
      userVerification: "required",
    },
  };
}

/** @param {any} question as the server words it @returns {PublicKeyCredentialRequestOptions} */
export function requestOptions(question) {
  return {
    ...question,
    challenge: toBytes(question.challenge),
    allowCredentials: descriptors(question.allowCredentials),
  };
}

/** @param {AuthenticatorResponse} response @returns {Record<string, unknown>} */
function answerOf(response) {
  const clientDataJSON = toText(response.clientDataJSON);
  if (response instanceof AuthenticatorAttestationResponse) {
    const attestationObject = toText(response.attestationObject);
    return { clientDataJSON, attestationObject, transports: response.getTransports?.() ?? [] };
  }
  const used = /** @type {AuthenticatorAssertionResponse} */ (response);
  return {
    clientDataJSON,
    authenticatorData: toText(used.authenticatorData),
    signature: toText(used.signature),
    userHandle: used.userHandle ? toText(used.userHandle) : null,
  };
}

/** @param {PublicKeyCredential} credential @returns {string} JSON for the server */
function worded(credential) {
  return JSON.stringify({
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: answerOf(credential.response),
  });
}

/** @param {HTMLFormElement} form @returns {Promise<any>} the server's question */
async function question(form) {
  if (form.dataset.passkey !== "sign-in") {
    return JSON.parse(document.getElementById("passkey-question")?.textContent ?? "{}");
  }
  const response = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`${response.status}`);
  return response.json();
}

/** @param {HTMLFormElement} form @returns {Promise<Credential | null>} */
async function ask(form) {
  const asked = await question(form);
  if (form.dataset.passkey === "make") {
    const options = asked.creation_options.publicKey;
    return navigator.credentials.create({ publicKey: creationOptions(options) });
  }
  return navigator.credentials.get({ publicKey: requestOptions(asked.request_options.publicKey) });
}

/** @param {HTMLFormElement} form */
async function answer(form) {
  const error = form.querySelector("[data-passkey-error]");
  const field = form.elements.namedItem("credential");
  try {
    const credential = await ask(form);
    if (!(credential instanceof PublicKeyCredential) || !(field instanceof HTMLInputElement)) return;
    field.value = worded(credential);
    form.submit();
  } catch {
    // Cancelled, timed out, or no passkey of ours on this device: the browser has told which.
    if (error instanceof HTMLElement) error.hidden = false;
  }
}

/** @param {Document} page */
export function setUpPasskeys(page) {
  const forms = page.querySelectorAll("form[data-passkey]");
  for (const form of forms) {
    if (!(form instanceof HTMLFormElement)) continue;
    if (!("PublicKeyCredential" in window)) form.hidden = true;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      answer(form);
    });
  }
}

if (typeof document !== "undefined") setUpPasskeys(document);
