'use client'

import { Checkbox } from '../../../../components/inputs.tsx'
import { useViewer } from '../../../../frame/viewer.tsx'
import { holds, type PermissionAction, type Rights, type Side, sides, wordOf } from '../rights.ts'
import { given, type RoleDraft, withRights } from './draft.ts'
import { resourceTitle, sideTitles } from './rights-matrix.tsx'

interface RightsEditorProps {
  draft: RoleDraft
  matrix: Rights
  onChange: (draft: RoleDraft) => void
}

/** Every resource with a box per action; boxes for rights that the viewer lacks cannot be ticked. */
export const RightsEditor = (props: RightsEditorProps) => (
  <div className="flex flex-col gap-6">
    <p className="text-muted">Greyed boxes are rights that your own role lacks: nobody can give what he does not have.</p>
    {sides.map((side) => (
      <section key={side} aria-label={sideTitles[side]} className="flex flex-col gap-2">
        <h2 className="text-base">{sideTitles[side]}</h2>
        <div className="divide-y divide-line rounded-lg border border-line">
          {props.matrix[side].map(({ resource, actions }) => (
            <ResourceRow key={resource} {...props} side={side} resource={resource} actions={actions} />
          ))}
        </div>
      </section>
    ))}
  </div>
)

interface ResourceRowProps extends RightsEditorProps {
  side: Side
  resource: string
  actions: readonly PermissionAction[]
}

function ResourceRow({ draft, onChange, side, resource, actions }: ResourceRowProps) {
  const { permissions } = useViewer()
  const givable = actions.filter((action) => holds(permissions, side, resource, action))
  const all = givable.length > 0 && givable.every((action) => given(draft, side, resource, action))
  return (
    <fieldset className="flex flex-wrap items-center gap-x-6 gap-y-1 px-4 py-2">
      <legend className="sr-only">
        {resourceTitle(resource)}, {sideTitles[side].toLowerCase()}
      </legend>
      <span aria-hidden className="w-full font-medium sm:w-56">
        {resourceTitle(resource)}
      </span>
      <Box
        label="all"
        checked={all}
        disabled={givable.length === 0}
        onChange={(on) => onChange(withRights(draft, side, resource, givable, on))}
      />
      {actions.map((action) => (
        <Box
          key={action}
          label={wordOf(action)}
          checked={given(draft, side, resource, action)}
          disabled={!givable.includes(action)}
          onChange={(on) => onChange(withRights(draft, side, resource, [action], on))}
        />
      ))}
    </fieldset>
  )
}

interface BoxProps {
  label: string
  checked: boolean
  disabled: boolean
  onChange: (on: boolean) => void
}

const Box = ({ label, checked, disabled, onChange }: BoxProps) => (
  // biome-ignore lint/a11y/noLabelWithoutControl: the box is a component of ours
  <label className={`inline-flex min-h-8 min-w-18 items-center gap-2 ${disabled ? 'text-muted' : ''}`}>
    <Checkbox checked={checked} disabled={disabled} onChange={(event) => onChange(event.target.checked)} />
    {label}
  </label>
)
