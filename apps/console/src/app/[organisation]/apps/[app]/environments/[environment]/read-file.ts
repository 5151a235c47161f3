/** Preview and deploy carry the file in one request of at most 4 MB, where each character may need more than one. */
const maxBytes = 3_000_000

type Read = { ok: true; text: string } | { ok: false; message: string }

/** The text of a .env file; anything too large, or no text, is refused before it is looked at. */
export async function readFile(file: File): Promise<Read> {
  if (file.size > maxBytes) {
    const megabytes = (file.size / 1_000_000).toLocaleString('en', { maximumFractionDigits: 1 })
    return { ok: false, message: `${file.name} has ${megabytes} MB; an import takes at most 3 MB. Split it, or leave large values out.` }
  }
  try {
    return { ok: true, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await file.arrayBuffer()) }
  } catch {
    return { ok: false, message: `${file.name} is not UTF-8 text.` }
  }
}
