import 'server-only'
import { ApolloLink, type OperationVariables, type TypedDocumentNode } from '@apollo/client'
import { ApolloClient, InMemoryCache, registerApolloClient } from '@apollo/client-integration-nextjs'
import { type ReactNode, Suspense } from 'react'
import { Observable } from 'rxjs'
import { TableSkeleton } from '../components/skeleton.tsx'
import { askGraphql, requireViewer } from '../server/for-pages.ts'
import { possibleTypes } from './possible-types.generated.ts'

/** GraphQL without HTTP in between: the same door, in the same process, for whoever looks at the page. */
const inProcess = new ApolloLink(
  ({ query, variables }) =>
    new Observable((observer) => {
      askGraphql(query, variables).then(
        (answer) => {
          observer.next(answer)
          observer.complete()
        },
        (error: unknown) => observer.error(error),
      )
    }),
)

const { PreloadQuery } = registerApolloClient(() => new ApolloClient({ cache: new InMemoryCache({ possibleTypes }), link: inProcess }))

interface PreloadProps<Data, Variables extends OperationVariables> {
  query: TypedDocumentNode<Data, Variables>
  variables?: NoInfer<Variables>
  /** What stands there until the answer comes. */
  skeleton?: ReactNode
  /** Calls `usePageQuery` with the same query and variables. */
  children: ReactNode
}

/** Asks for a page's data while the page is made, only for somebody who is signed in. */
export async function Preload<Data, Variables extends OperationVariables>(props: PreloadProps<Data, Variables>) {
  const { query, variables, skeleton = <TableSkeleton />, children } = props
  await requireViewer()
  return (
    <PreloadQuery query={query as TypedDocumentNode<Data>} variables={variables} errorPolicy="all">
      <Suspense fallback={skeleton}>{children}</Suspense>
    </PreloadQuery>
  )
}
