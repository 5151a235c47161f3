/** One element of the small XML that STS speaks: either text or children, no attributes but a default namespace. */
export interface XmlElement {
  name: string
  namespace: string | undefined
  children: XmlElement[]
  text: string
}

const MAX_ELEMENTS = 32
const MAX_DEPTH = 6

const declaration = /^<\?xml version="1\.0"(?: encoding="(?:utf|UTF)-8")?[ \t]*\?>/
const token =
  /<([A-Za-z]\w{0,63})(?:[ \t\r\n]+xmlns="([^"<&]{0,200})")?[ \t\r\n]*(\/?)>|<\/([A-Za-z]\w{0,63})[ \t\r\n]*>|([^<&]+)|&(amp|lt|gt|quot|apos);/y
const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/**
 * Reads one XML element and nothing besides. There are no document types, entities, numeric references, comments, CDATA sections,
 * processing instructions or prefixes, so there is nothing to expand. `undefined` for any text that is not exactly that.
 */
export function readXml(text: string): XmlElement | undefined {
  const root: XmlElement = { name: '', namespace: undefined, children: [], text: '' }
  const open = [root]
  let elements = 0
  token.lastIndex = declaration.exec(text)?.[0].length ?? 0
  while (token.lastIndex < text.length) {
    const match = token.exec(text)
    const parent = open.at(-1)
    if (!match || !parent) return undefined
    const [, name, namespace, empty, closed, characters, entity] = match
    if (name !== undefined) {
      const element = { name, namespace, children: [], text: '' }
      parent.children.push(element)
      if (++elements > MAX_ELEMENTS || open.length > MAX_DEPTH) return undefined
      if (empty === '') open.push(element)
    } else if (closed !== undefined) {
      if (open.length < 2 || open.pop()?.name !== closed) return undefined
    } else {
      parent.text += characters ?? entities[entity ?? ''] ?? ''
    }
  }
  const [element] = root.children
  return open.length === 1 && root.children.length === 1 && isPure(root) ? element : undefined
}

// Text beside elements may only be the white space of indentation: XML knows four such characters, and a byte order mark is not one.
function isPure(element: XmlElement): boolean {
  return element.children.length === 0 || (/^[ \t\r\n]*$/.test(element.text) && element.children.every(isPure))
}
