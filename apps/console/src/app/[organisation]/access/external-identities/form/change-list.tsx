import type { FieldChange } from './draft.ts'

/** What was taken away and what was added, field by field. */
export const ChangeList = ({ changes }: { changes: readonly FieldChange[] }) => (
  <dl className="flex flex-col gap-3 text-sm">
    {changes.map(({ path, label, removed, added }) => (
      <div key={path}>
        <dt className="font-medium">{label}</dt>
        {removed.map((entry) => (
          <dd key={entry} className="text-danger">
            <del className="font-mono text-[13px] break-all no-underline">
              <span aria-hidden>− </span>
              <span className="sr-only">removed: </span>
              {entry}
            </del>
          </dd>
        ))}
        {added.map((entry) => (
          <dd key={entry} className="text-success">
            <ins className="font-mono text-[13px] break-all no-underline">
              <span aria-hidden>+ </span>
              <span className="sr-only">added: </span>
              {entry}
            </ins>
          </dd>
        ))}
      </div>
    ))}
  </dl>
)
