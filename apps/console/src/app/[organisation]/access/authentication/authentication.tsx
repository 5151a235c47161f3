'use client'

import { KeyRound, Plus } from 'lucide-react'
import { usePageQuery } from '../../../../apollo/use-page-query.ts'
import { Button } from '../../../../components/button.tsx'
import { PageHeader, Section } from '../../../../components/page-header.tsx'
import { Pager } from '../../../../components/pager.tsx'
import { EmptyState, ErrorState } from '../../../../components/states.tsx'
import { useDialog, useFilters } from '../../../../components/url-state.ts'
import { TokenTable } from '../token-table.tsx'
import { CreateTokenDialog } from './create-token-dialog.tsx'
import { authenticationParsers, authenticationVariables } from './list-state.ts'
import { AuthenticationDocument, type AuthenticationQuery } from './operations.generated.ts'
import { Sessions } from './sessions.tsx'

/** The viewer's own tokens and sessions. */
export function Authentication() {
  const { state, set } = useFilters(authenticationParsers)
  const { data, problem, refetch } = usePageQuery(AuthenticationDocument, authenticationVariables(state))
  const creation = useDialog('create-token')
  const viewer = data?.viewer
  return (
    <>
      <PageHeader
        title="Authentication"
        description="How you sign in: your personal access tokens, and the browsers and scripts that are signed in as you."
        actions={
          <Button variant="primary" onClick={() => creation.show()}>
            <Plus size={16} aria-hidden /> Create a token
          </Button>
        }
      />
      {problem && <ErrorState problem={problem} onRetry={refetch} />}
      {viewer?.personalAccessTokens && (
        <Tokens connection={viewer.personalAccessTokens} after={state.after} onPage={(after) => set({ after, sessions: state.sessions })} />
      )}
      {viewer?.sessions && (
        <Sessions connection={viewer.sessions} after={state.sessions} onPage={(sessions) => set({ after: state.after, sessions })} />
      )}
      {creation.open && <CreateTokenDialog onClose={creation.close} />}
    </>
  )
}

interface TokensProps {
  connection: NonNullable<AuthenticationQuery['viewer']['personalAccessTokens']>
  after: string | null
  onPage: (after: string | null) => void
}

function Tokens({ connection: { edges, pageInfo, totalCount }, after, onPage }: TokensProps) {
  if (edges.length === 0 && after === null)
    return (
      <EmptyState icon={<KeyRound size={28} />} title="No personal access tokens">
        <p>
          With one, a script of yours uses the command line and both APIs as you, within what your role allows. Workloads that run without
          you should sign in by their platform instead.
        </p>
      </EmptyState>
    )
  return (
    <Section title="Personal access tokens">
      <div className="flex flex-col gap-4">
        <TokenTable caption="Personal access tokens" tokens={edges.map(({ node }) => node)} mayRevoke />
        {(pageInfo.hasNextPage || after !== null) && (
          <Pager
            what="tokens"
            shown={edges.length}
            totalCount={totalCount}
            hasNext={pageInfo.hasNextPage}
            hasPrevious={after !== null}
            onNext={() => onPage(pageInfo.endCursor)}
            onPrevious={() => onPage(null)}
          />
        )}
      </div>
    </Section>
  )
}
