
"use strict";
(() => {
	const MAGIC = [0x45, 0x4b, 0x50, 1];
	const element = (id) => document.getElementById(id);
	// Read while this runs: afterward there is no current script.
	const allowed = document.currentScript.nonce;

	function say(title, text, again) {
		document.title = title;
		element("title").textContent = title;
		element("text").textContent = text;
		element("again").hidden = !again;
		document.body.dataset.state = again ? "again" : "ended";
	}

	/** The end of the link: a key of 32 bytes, and when the share is over. */
	function read(fragment) {
		if (!/^[A-Za-z0-9_-]{48}$/.test(fragment)) return null;
		const bytes = Uint8Array.from(atob(fragment.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
		return { key: bytes.slice(0, 32), over: new Date(new DataView(bytes.buffer).getUint32(32) * 1000) };
	}

	async function unseal(sealed, key, name) {
		if (sealed.length < 20 || MAGIC.some((byte, at) => sealed[at] !== byte)) throw new Error("not a share");
		const associated = new Uint8Array(20);
		associated.set(MAGIC);
		name.match(/../g).forEach((digits, at) => (associated[4 + at] = parseInt(digits, 16)));
		const used = await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["decrypt"]);
		const how = { name: "AES-GCM", iv: new Uint8Array(12), additionalData: associated };
		const plain = new Uint8Array(await crypto.subtle.decrypt(how, used, sealed.subarray(4)));
		const length = new DataView(plain.buffer).getUint32(0);
		return new TextDecoder().decode(plain.subarray(4, 4 + length));
	}

	function show(html, over) {
		const frame = document.createElement("iframe");
		// Nothing in it runs, and nothing is loaded: the policy of this page goes for it, too.
		frame.setAttribute("sandbox", "");
		frame.title = "The shared page";
		frame.srcdoc = html.replace("<style>", `<style nonce="${allowed}">`);
		// Only the title is parsed: the rest is the frame's.
		const title = /<title>[^<]*<\/title>/.exec(html)?.[0] ?? "";
		document.title = new DOMParser().parseFromString(title, "text/html").title || "A shared page";
		element("about").textContent = `Shared with you until ${over.toLocaleDateString(undefined, { dateStyle: "long" })}. It was opened in your browser; the server cannot read it.`;
		element("note").hidden = true;
		document.querySelector("header").hidden = false;
		document.body.append(frame);
		document.body.dataset.state = "shown";
	}

	async function open() {
		const name = /\/([0-9a-f]{32})$/.exec(location.pathname)?.[1];
		const link = read(location.hash.slice(1));
		if (!name || !link) {
			return say("This link is not whole", "A part at its end is missing: that is the key. Ask for the link again, and copy all of it.", false);
		}
		if (!crypto.subtle) {
			return say("This page cannot be opened here", "Your browser opens sealed pages over https only. Whoever runs this server has to set that up.", false);
		}
		let answer;
		try {
			answer = await fetch(`../v1/shares/${name}`, { referrerPolicy: "no-referrer", credentials: "omit", cache: "no-store" });
		} catch {
			return say("The server cannot be reached", "Look whether you are online, and try again.", true);
		}
		if (answer.status === 404) {
			return link.over <= new Date()
				? say("This link has expired", `It was meant to be open until ${link.over.toLocaleString(undefined, { dateStyle: "long", timeStyle: "short" })}. The server has deleted what it kept.`, false)
				: say("This page is not there any more", "It was taken back by whoever shared it, or it was opened as often as it was meant to be.", false);
		}
		if (!answer.ok) return say("The server does not hand out the page", "It is busy or in trouble. Try again in a minute.", true);
		const sealed = new Uint8Array(await answer.arrayBuffer());
		let html;
		try {
			html = await unseal(sealed, link.key, name);
		} catch {
			return say("This link does not open the page", "The key at its end is another one. Ask for the link again, and copy all of it.", false);
		}
		show(html, link.over);
	}

	element("again").addEventListener("click", () => void open());
	void open();
})();
