'use client'

import { ArrowLeftRight } from 'lucide-react'
import dynamic from 'next/dynamic'
import { CheckField } from '../../../../../components/check-field.tsx'
import { FilterSelect, SearchField } from '../../../../../components/filters.tsx'
import { IconButton } from '../../../../../components/icon-button.tsx'
import { TextInput } from '../../../../../components/inputs.tsx'
import { PageHeader } from '../../../../../components/page-header.tsx'
import { TableSkeleton } from '../../../../../components/skeleton.tsx'
import { EmptyState } from '../../../../../components/states.tsx'
import { useFilters } from '../../../../../components/url-state.ts'
import { useOrganisationPath } from '../../../../../frame/viewer.tsx'
import { useApp } from '../app-gate.tsx'
import { compareParsers } from './compare-state.ts'

const Comparison = dynamic(() => import('./comparison.tsx').then((file) => file.Comparison), {
  ssr: false,
  loading: () => <TableSkeleton />,
})

/** Two environments side by side. Values are compared on the server, and none is sent. */
export function ComparePage() {
  const app = useApp()
  const organisationPath = useOrganisationPath()
  const { state, set } = useFilters(compareParsers)
  const find = (id: string | null) => app.environments.find((environment) => environment.id === id)
  const left = find(state.left) ?? app.environments[0]
  const right = find(state.right) ?? app.environments.find(({ id }) => id !== left?.id)
  const choices = app.environments.map(({ id, name }) => ({ value: id, label: name }))
  return (
    <>
      <PageHeader
        title="Compare environments"
        crumbs={[
          { label: 'Apps', href: organisationPath('/apps') },
          { label: app.name, href: app.path('') },
        ]}
        description="Which keys differ, and what to bring across. Values are compared on the server; you see lengths unless you reveal one."
      />
      {!app.serverEncryption && (
        <EmptyState icon={<ArrowLeftRight size={28} />} title="This app is encrypted end to end">
          <p>
            The server cannot read its values, so it cannot compare them. Server-side encryption, in the settings of the app, makes it
            possible.
          </p>
        </EmptyState>
      )}
      {app.serverEncryption && (!left || !right) && (
        <EmptyState icon={<ArrowLeftRight size={28} />} title="It takes two environments">
          <p>You hold fewer than two environments of this app.</p>
        </EmptyState>
      )}
      {app.serverEncryption && left && right && (
        <>
          <search className="flex flex-wrap items-center gap-3">
            <FilterSelect
              label="Left"
              value={left.id}
              choices={choices}
              onChange={(id) => set({ left: id, right: id === right.id ? left.id : right.id })}
            />
            <IconButton
              label="Swap sides"
              icon={<ArrowLeftRight size={16} aria-hidden />}
              onClick={() => set({ left: right.id, right: left.id })}
            />
            <FilterSelect
              label="Right"
              value={right.id}
              choices={choices}
              onChange={(id) => set({ right: id, left: id === left.id ? right.id : left.id })}
            />
            <SearchField label="Search keys" value={state.q} onChange={(q) => set({ q })} />
            <TextInput
              aria-label="Folder"
              placeholder="Every folder"
              className="sm:w-40"
              key={state.path}
              defaultValue={state.path ?? ''}
              maxLength={1024}
              onBlur={(event) => event.target.value !== (state.path ?? '') && set({ path: event.target.value || null })}
              onKeyDown={(event) => event.key === 'Enter' && set({ path: event.currentTarget.value || null })}
            />
            <CheckField label="Only differences" checked={state.differences} onChange={(differences) => set({ differences })} />
          </search>
          <Comparison
            key={`${left.id} ${right.id} ${state.path}`}
            left={left}
            right={right}
            path={state.path}
            search={state.q}
            onlyDifferences={state.differences}
          />
        </>
      )}
    </>
  )
}
