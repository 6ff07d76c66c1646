/** Hands a file to the person under a name, as if they had pressed a link to it. */
export function downloadAs(address: string, name: string): void {
	const link = document.createElement("a");
	link.href = address;
	link.download = name;
	link.click();
}
