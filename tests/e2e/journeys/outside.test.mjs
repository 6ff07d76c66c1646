// The page speaks to its own server and to nobody else, whatever script got into it.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { close, finish, open } from "../lib/browser.mjs";
import { newVault, serve } from "../lib/programs.mjs";

let server;
let elsewhere;
let address;
let asked = 0;
before(async () => {
	server = await serve(newVault());
	// Lets everybody in, so that nothing but the page's own policy can hold a request back.
	elsewhere = createServer((_, response) => {
		asked += 1;
		response.writeHead(200, { "access-control-allow-origin": "*", "content-type": "text/javascript" }).end("globalThis.reached = true;");
	});
	await new Promise((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
	address = `http://127.0.0.1:${elsewhere.address().port}/`;
});
after(async () => {
	elsewhere.close();
	await finish();
});

/** Every way out that a page has; each answers whether the page took it. Runs in the page. */
async function ways(address) {
	const loads = (name, more) =>
		new Promise((resolve) => {
			const element = Object.assign(document.createElement(name), more);
			element.onload = () => resolve(true);
			element.onerror = () => resolve(false);
			document.body.append(element);
		});
	const refused = [];
	document.addEventListener("securitypolicyviolation", (event) => refused.push(event.effectiveDirective));
	const taken = {
		fetch: await fetch(address).then(() => true, () => false),
		blind: await fetch(address, { mode: "no-cors" }).then(() => true, () => false),
		image: await loads("img", { src: address }),
		script: await loads("script", { src: address }),
		style: await loads("link", { rel: "stylesheet", href: address }),
		socket: await new Promise((resolve) => {
			try {
				const socket = new WebSocket(address.replace("http", "ws"));
				socket.onopen = () => resolve(true);
				socket.onerror = () => resolve(false);
			} catch {
				resolve(false);
			}
		}),
		events: await new Promise((resolve) => {
			const events = new EventSource(address);
			events.onopen = () => resolve(true);
			events.onerror = () => (events.close(), resolve(false));
		}),
	};
	navigator.sendBeacon(address, "words");
	const form = Object.assign(document.createElement("form"), { action: address, method: "post" });
	document.body.append(form);
	form.submit();
	// Run as text, a script would be refused, too.
	let run = false;
	try {
		run = new Function("return true")();
	} catch {
		run = false;
	}
	// The violations are told in turn with the tasks of the page.
	await new Promise((resolve) => setTimeout(resolve));
	return { taken, run, refused };
}

test("nothing on the page reaches another host (T2, A1)", async () => {
	const page = await open(server, { path: "/settings" });
	page.watch.allow(new RegExp(address));
	page.watch.allow(/Content Security Policy|content security/i);
	const { taken, run, refused } = await page.evaluate(ways, address);
	assert.deepEqual(Object.entries(taken).filter(([, was]) => was), []);
	assert.equal(run, false, "no text becomes a script");
	for (const directive of ["connect-src", "img-src", "script-src-elem", "style-src-elem"]) {
		assert.ok(refused.includes(directive), `${directive} is what refused it: ${refused}`);
	}
	assert.equal(asked, 0, "nobody else was asked");
	assert.equal(await page.evaluate(() => globalThis.reached), undefined);
	await close(page);
});
