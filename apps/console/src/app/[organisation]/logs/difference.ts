/** One field of what changed. */
export type FieldChange =
  | { field: string; kind: 'value'; before: string | undefined; after: string | undefined }
  | { field: string; kind: 'list'; added: string[]; removed: string[] }

/** Before and after, field by field; lists by what came and what went. Nested fields are named by their path. */
export function differenceOf(before: unknown, after: unknown): FieldChange[] {
  const [old, fresh] = [flattened(before), flattened(after)]
  return [...new Set([...old.keys(), ...fresh.keys()])].flatMap((field) => changeOf(field, old.get(field), fresh.get(field)))
}

function changeOf(field: string, before: unknown, after: unknown): FieldChange[] {
  if (Array.isArray(before) || Array.isArray(after)) {
    const [old, fresh] = [entriesOf(before), entriesOf(after)]
    const added = fresh.filter((entry) => !old.includes(entry))
    const removed = old.filter((entry) => !fresh.includes(entry))
    return added.length + removed.length === 0 ? [] : [{ field, kind: 'list', added, removed }]
  }
  const [old, fresh] = [textOf(before), textOf(after)]
  return old === fresh ? [] : [{ field, kind: 'value', before: old, after: fresh }]
}

function flattened(value: unknown, path = ''): Map<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return new Map(path === '' ? [] : [[path, value]])
  return new Map(Object.entries(value).flatMap(([name, inner]) => [...flattened(inner, path === '' ? name : `${path}.${name}`)]))
}

const entriesOf = (value: unknown): string[] => (Array.isArray(value) ? value.map((entry) => textOf(entry) ?? '') : [])

function textOf(value: unknown): string | undefined {
  if (value === undefined) return undefined
  if (value === null) return 'none'
  return typeof value === 'string' ? value : JSON.stringify(value)
}
