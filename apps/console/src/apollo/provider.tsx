'use client'

import { ApolloLink, disableFragmentWarnings, HttpLink } from '@apollo/client'
import { ErrorLink } from '@apollo/client/link/error'
import { ApolloClient, ApolloNextAppProvider, InMemoryCache } from '@apollo/client-integration-nextjs'
import type { ReactNode } from 'react'
import { possibleTypes } from './possible-types.generated.ts'
import { problemOf } from './problem.ts'

// What the server preloaded arrives as text and is parsed again, fragments included: the same name twice is the same fragment.
disableFragmentWarnings()

/** The page on the server has preloaded what it needs; whatever else is asked for waits for the browser. */
const onlyInBrowsers = new ApolloLink(() => {
  throw new Error('Asked for in the browser.')
})

/** A session that has ended: back here after signing in again. */
const signInAgain = new ErrorLink(({ error }) => {
  if (problemOf(error).code !== 'unauthenticated') return
  const here = window.location.pathname + window.location.search
  window.location.assign(`/login?next=${encodeURIComponent(here)}`)
})

function makeClient(): ApolloClient {
  const http = new HttpLink({ uri: '/api/graphql', headers: { 'x-bonafide-console': '1' }, credentials: 'same-origin' })
  return new ApolloClient({
    cache: new InMemoryCache({ possibleTypes }),
    link: typeof window === 'undefined' ? onlyInBrowsers : ApolloLink.from([signInAgain, http]),
  })
}

/** Carries what the server preloaded into the browser's cache; the scripts that do so bear the page's nonce. */
export const ApolloProvider = ({ nonce, children }: { nonce: string | undefined; children: ReactNode }) => (
  <ApolloNextAppProvider makeClient={makeClient} extraScriptProps={{ nonce }}>
    {children}
  </ApolloNextAppProvider>
)
