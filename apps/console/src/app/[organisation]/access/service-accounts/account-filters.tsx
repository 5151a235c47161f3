import { FilterSelect, SearchField } from '../../../../components/filters.tsx'
import type { useAccountChoices } from './choices.ts'

interface Filters {
  q: string
  role: string | null
  keys: string | null
  identity: string | null
  activity: string | null
}

interface AccountFiltersProps {
  state: Filters
  set: (change: Partial<Record<keyof Filters, string | null>>) => void
  choices: ReturnType<typeof useAccountChoices>
}

const keyChoices = [
  { value: '', label: 'All' },
  { value: 'SERVER', label: 'Server-side' },
  { value: 'CLIENT', label: 'Client-side' },
]

const activityChoices = [
  { value: '', label: 'Any' },
  { value: 'unused30', label: 'Unused for 30 days' },
  { value: 'unused90', label: 'Unused for 90 days' },
  { value: 'enabled', label: 'Enabled' },
  { value: 'disabled', label: 'Disabled' },
]

export const AccountFilters = ({ state, set, choices: { roles, identities } }: AccountFiltersProps) => (
  <search className="flex flex-wrap items-center gap-3">
    <SearchField label="Search service accounts" placeholder="Name or id" value={state.q} onChange={(q) => set({ q })} />
    <FilterSelect
      label="Role"
      value={state.role ?? ''}
      choices={[{ value: '', label: 'All' }, ...roles.map(({ id, name }) => ({ value: id, label: name }))]}
      onChange={(value) => set({ role: value || null })}
    />
    <FilterSelect label="Keys" value={state.keys ?? ''} choices={keyChoices} onChange={(value) => set({ keys: value || null })} />
    {identities.length > 0 && (
      <FilterSelect
        label="Identity"
        value={state.identity ?? ''}
        choices={[{ value: '', label: 'Any' }, ...identities.map(({ id, name }) => ({ value: id, label: name }))]}
        onChange={(value) => set({ identity: value || null })}
      />
    )}
    <FilterSelect
      label="Activity"
      value={state.activity ?? ''}
      choices={activityChoices}
      onChange={(value) => set({ activity: value || null })}
    />
  </search>
)
