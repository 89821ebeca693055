/** Hands a file to the runner: the browser's download. */
export function saveFile(name: string, type: string, content: string | Uint8Array): void {
  const blob = new Blob([typeof content === 'string' ? content : content.slice()], { type });
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
