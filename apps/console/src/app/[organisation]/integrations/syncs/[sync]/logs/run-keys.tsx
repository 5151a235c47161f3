import type { SyncRunEntryFragment } from './operations.generated.ts'

type Keys = NonNullable<SyncRunEntryFragment['keys']>

const lists = [
  ['added', 'Added'],
  ['changed', 'Changed'],
  ['removed', 'Removed'],
  ['drifted', 'Edited in AWS'],
  ['adopted', 'Taken over'],
] as const satisfies readonly (readonly [keyof Keys, string])[]

/** What became of which key; few are shown at once, many when asked for. */
export function RunKeys({ keys }: { keys: Keys }) {
  const told = lists.filter(([name]) => keys[name].length > 0)
  if (told.length === 0) return null
  const count = told.reduce((sum, [name]) => sum + keys[name].length, 0)
  const list = (
    <dl className="flex flex-col gap-1 text-sm">
      {told.map(([name, label]) => (
        <div key={name} className="flex flex-wrap gap-x-2 gap-y-1">
          <dt className="text-muted">{label}</dt>
          <dd className="flex min-w-0 flex-wrap gap-1">
            {keys[name].map((key) => (
              <code key={key} className="rounded bg-hover px-1 font-mono break-all">
                {key}
              </code>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  )
  if (count <= 12) return list
  return (
    <details>
      <summary className="w-fit rounded py-1 text-sm font-medium">{count} keys by name</summary>
      <div className="mt-2">{list}</div>
    </details>
  )
}
