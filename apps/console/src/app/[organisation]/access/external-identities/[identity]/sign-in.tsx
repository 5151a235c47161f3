'use client'

import { useId, useState } from 'react'
import { CodeBlock } from '../../../../../components/copy.tsx'
import { Field } from '../../../../../components/field.tsx'
import { Select } from '../../../../../components/inputs.tsx'
import { Link } from '../../../../../components/link.tsx'
import { Section } from '../../../../../components/page-header.tsx'
import { useOrganisationPath, useViewer } from '../../../../../frame/viewer.tsx'
import { namesOf } from '../providers.ts'
import type { OverviewIdentityFragment } from './operations.generated.ts'
import { snippetsOf } from './snippets.ts'

/** How the workloads of the identity log in: commands with every id filled in. */
export function SignIn({ identity }: { identity: OverviewIdentityFragment }) {
  const { server } = useViewer()
  const path = useOrganisationPath()
  const accounts = identity.serviceAccounts?.edges.map(({ node }) => node) ?? []
  const [chosen, setChosen] = useState('')
  const [shown, setShown] = useState('')
  const account = accounts.find(({ id }) => id === chosen) ?? accounts[0]
  const { id: provider } = namesOf(identity.provider)
  const resource = identity.config && 'resource' in identity.config ? identity.config.resource : undefined
  const oidc = identity.config && 'issuer' in identity.config ? identity.config : undefined
  const snippets = snippetsOf(provider, { host: server.publicUrl, serviceAccountId: account?.id ?? 'SERVICE_ACCOUNT_ID', resource, oidc })
  return (
    <Section title="Log in from a workload">
      <div className="flex flex-col gap-4">
        {accounts.length > 1 && (
          <Field label="As">
            {(control) => (
              <Select
                {...control}
                className="max-w-80"
                value={account?.id}
                choices={accounts.map(({ id, name }) => ({ value: id, label: name }))}
                onChange={(event) => setChosen(event.target.value)}
              />
            )}
          </Field>
        )}
        {!account && <p className="text-muted">Bind an account first; its id goes where SERVICE_ACCOUNT_ID stands.</p>}
        <Snippets snippets={snippets} shown={shown} onShow={setShown} />
        <p className="text-muted">
          More in the{' '}
          <Link prefetch={false} className="link" href={path('/developers#cli-auth')}>
            CLI auth reference
          </Link>{' '}
          and the{' '}
          <Link prefetch={false} className="link" href={path('/developers/api#api-reference')}>
            API reference
          </Link>
          .
        </p>
      </div>
    </Section>
  )
}

interface SnippetsProps {
  snippets: ReturnType<typeof snippetsOf>
  shown: string
  onShow: (id: string) => void
}

function Snippets({ snippets, shown, onShow }: SnippetsProps) {
  const name = useId()
  const snippet = snippets.find(({ id }) => id === shown) ?? snippets[0]
  return (
    <div className="flex flex-col gap-3">
      <fieldset className="flex flex-wrap gap-1">
        <legend className="sr-only">Way to log in</legend>
        {snippets.map(({ id, title }) => (
          <label
            key={id}
            className="inline-flex min-h-8 cursor-pointer items-center rounded-md border border-transparent px-3 text-muted hover:bg-hover has-checked:border-control has-checked:text-text has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
          >
            <input type="radio" name={name} className="sr-only" checked={id === snippet?.id} onChange={() => onShow(id)} />
            {title}
          </label>
        ))}
      </fieldset>
      {snippet && (
        <>
          <p className="text-muted">{snippet.about}</p>
          <CodeBlock label={snippet.title} code={snippet.code} />
        </>
      )}
    </div>
  )
}
