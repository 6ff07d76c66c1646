// Unit tests run the client side of Svelte (effects and state, not server rendering) in plain Node:
// what is tested here needs no document.

export default {
	name: "client",
	viteEnvironment: "client",
	setup() {
		return { teardown() {} };
	},
};
