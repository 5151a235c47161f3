import { Section } from '../../../../components/page-header.tsx'
import type { ApiDescription } from '../../../../server/for-pages.ts'
import { FactTable, Word } from '../fact-table.tsx'

type Operation = NonNullable<ApiDescription['paths'][string]['get']>

interface Route {
  method: string
  path: string
  operation: Operation
}

/** Every route of the server, from its own OpenAPI document. */
export function RestReference({ document }: { document: ApiDescription }) {
  const routes = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]): Route => ({ method: method.toUpperCase(), path, operation })),
  )
  const tags = [...new Set(routes.flatMap(({ operation }) => operation.tags))]
  return (
    <Section
      title="REST reference"
      actions={
        <a className="link" href="/openapi.json">
          openapi.json
        </a>
      }
    >
      <div className="flex flex-col gap-6">
        {tags.map((tag) => (
          <section key={tag} aria-label={tag} className="flex flex-col gap-2">
            <h3 className="text-base">{tag}</h3>
            <ul className="flex flex-col divide-y divide-line rounded-lg border border-line">
              {routes
                .filter(({ operation }) => operation.tags.includes(tag))
                .map((route) => (
                  <li key={route.operation.operationId}>
                    <RouteDetails route={route} />
                  </li>
                ))}
            </ul>
          </section>
        ))}
      </div>
    </Section>
  )
}

const RouteDetails = ({ route: { method, path, operation } }: { route: Route }) => (
  <details>
    <summary className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2 hover:bg-hover">
      <code className="w-16 font-mono text-sm font-semibold">{method}</code>
      <code className="font-mono text-sm break-all">{path}</code>
      <span className="text-sm text-muted">{operation.summary}</span>
    </summary>
    <div className="flex flex-col gap-4 px-3 pt-1 pb-4">
      {operation.description && <p>{operation.description}</p>}
      <p className="text-sm text-muted">{credentialsOf(operation)}</p>
      {operation.parameters && (
        <FactTable
          caption={`Parameters of ${operation.operationId}`}
          heads={['Parameter', 'In', 'Meaning']}
          rows={operation.parameters.map(({ name, in: place, required, description }) => [
            name,
            place,
            `${description ?? ''}${required ? ' Required.' : ''}`.trim() || '–',
          ])}
        />
      )}
      {operation.requestBody && <Body schema={operation.requestBody.content['application/json']?.schema} />}
      <FactTable
        caption={`Answers of ${operation.operationId}`}
        heads={['Status', 'Answer']}
        rows={Object.entries(operation.responses).map(([status, { description }]) => [status, plain(String(description))])}
      />
    </div>
  </details>
)

const Body = ({ schema }: { schema: unknown }) => (
  <div className="flex flex-col gap-1">
    <p className="text-sm">
      Body, as JSON Schema of <Word>application/json</Word>:
    </p>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
    <pre className="max-h-80 overflow-auto rounded-lg border border-line bg-surface p-3 font-mono text-sm" tabIndex={0}>
      {JSON.stringify(schema, null, 2)}
    </pre>
  </div>
)

/** The document writes codes in backticks. */
const plain = (text: string): string => text.replaceAll('`', '')

const credentials: Record<string, string> = {
  bearer: 'a token in Authorization',
  session: 'the session of a browser',
  metricsToken: 'the token of the metrics',
  identityHeader: 'the header X-Identity-Header',
}

function credentialsOf({ security }: Operation): string {
  const names = security.flatMap((way) => Object.keys(way)).map((name) => credentials[name] ?? name)
  return names.length === 0 ? 'Takes no credentials.' : `Takes ${names.join(' or ')}.`
}
