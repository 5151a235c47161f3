'use client'

import { useQuery } from '@apollo/client/react'
import { parseAsString, useQueryState } from 'nuqs'
import { CodeBlock } from '../../../components/copy.tsx'
import { Field } from '../../../components/field.tsx'
import { Select } from '../../../components/inputs.tsx'
import { useCan, useViewer } from '../../../frame/viewer.tsx'
import { DeveloperAccountsDocument } from './operations.generated.ts'

const listed = 100
const useChosenAccount = () => useQueryState('account', parseAsString)

/** Whose id stands in the examples; the address keeps it. */
export function AccountPicker() {
  const mayList = useCan()('ServiceAccounts', 'read')
  const [chosen, setChosen] = useChosenAccount()
  const { data } = useQuery(DeveloperAccountsDocument, { variables: { first: listed }, errorPolicy: 'all', skip: !mayList })
  if (!mayList) return null
  const accounts = data?.serviceAccounts?.edges.map(({ node }) => ({ value: node.id, label: node.name })) ?? []
  const isListed = chosen === null || accounts.some(({ value }) => value === chosen)
  return (
    <Field label="Service account" help="Its id is filled into the examples.">
      {(control) => (
        <Select
          {...control}
          className="max-w-80"
          value={chosen ?? ''}
          choices={[{ value: '', label: 'None: SERVICE_ACCOUNT_ID' }, ...accounts, ...(isListed ? [] : [{ value: chosen, label: chosen }])]}
          onChange={(event) => void setChosen(event.target.value || null)}
        />
      )}
    </Field>
  )
}

const idPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** An example with the address of this server and the id of the chosen account in it, where it says HOST and SERVICE_ACCOUNT_ID. */
export function Example({ label, code }: { label: string; code: string }) {
  const { server } = useViewer()
  const [chosen] = useChosenAccount()
  const filled = code.replaceAll('HOST_OF_SERVER', server.publicUrl)
  // Whatever else an address may carry does not belong into a command that somebody copies.
  const id = chosen !== null && idPattern.test(chosen) ? chosen : 'SERVICE_ACCOUNT_ID'
  return <CodeBlock label={label} code={filled.replaceAll('SERVICE_ACCOUNT_ID', id)} />
}
