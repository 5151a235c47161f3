'use client'

import { useQuery } from '@apollo/client/react'
import { useState } from 'react'
import { problemOf } from '../../../../../apollo/problem.ts'
import { SearchField } from '../../../../../components/filters.tsx'
import { Checkbox } from '../../../../../components/inputs.tsx'
import { Skeleton } from '../../../../../components/skeleton.tsx'
import { BindableAccountsDocument } from './operations.generated.ts'

export interface PickedAccount {
  id: string
  name: string
}

interface AccountPickerProps {
  /** Identities of the Lab meet accounts of the Lab, and no others. */
  simulated: boolean
  /** Those that are bound already. */
  exclude?: readonly string[]
  picked: readonly PickedAccount[]
  onChange: (picked: PickedAccount[]) => void
}

/** Chooses service accounts that an identity can be bound to. */
export function AccountPicker({ simulated, exclude = [], picked, onChange }: AccountPickerProps) {
  const [search, setSearch] = useState('')
  const { data, previousData, error } = useQuery(BindableAccountsDocument, { variables: { search: search === '' ? null : search } })
  const connection = (data ?? previousData)?.serviceAccounts
  const accounts = connection?.edges
    .map(({ node }) => node)
    .filter((account) => account.simulated === simulated && !exclude.includes(account.id))
  const toggle = (account: PickedAccount, chosen: boolean) =>
    onChange(chosen ? [...picked, account] : picked.filter(({ id }) => id !== account.id))
  if (error) return <p className="text-danger">The service accounts could not be read: {problemOf(error).message}</p>
  return (
    <div className="flex flex-col gap-3">
      <SearchField label="Search service accounts" value={search} onChange={setSearch} />
      {!accounts && <Skeleton className="h-24 w-full" />}
      {accounts?.length === 0 && <p className="text-muted">No account can be bound{search && ' that is called like this'}.</p>}
      {accounts && accounts.length > 0 && (
        <ul aria-label="Service accounts" className="flex max-h-64 flex-col overflow-y-auto rounded-md border border-line">
          {accounts.map(({ id, name, role }) => (
            <li key={id} className="border-b border-line last:border-0">
              <label htmlFor={`account-${id}`} className="flex min-h-10 items-center gap-3 px-3 py-1.5 hover:bg-hover">
                <Checkbox
                  id={`account-${id}`}
                  checked={picked.some((other) => other.id === id)}
                  onChange={(event) => toggle({ id, name }, event.target.checked)}
                />
                <span className="min-w-0 flex-1 break-words">{name}</span>
                {role && <span className="text-sm text-muted">{role.name}</span>}
              </label>
            </li>
          ))}
        </ul>
      )}
      <p className="text-sm text-muted">
        {picked.length > 0 && `Chosen: ${picked.map(({ name }) => name).join(', ')}. `}
        Accounts that are disabled, or whose keys the server does not keep, cannot be bound and are not listed.
      </p>
    </div>
  )
}
