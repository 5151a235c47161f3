'use client'

import { print } from '@apollo/client/utilities'
import { useState } from 'react'
import { Button } from '../../../../components/button.tsx'
import { CodeBlock } from '../../../../components/copy.tsx'
import { Dialog } from '../../../../components/dialog.tsx'
import { useViewer } from '../../../../frame/viewer.tsx'
import { ExchangeDetailDocument } from './operations.generated.ts'

/** The same exchange for programs: the operation, a request that sends it, and the command. */
export function ShowAsApi({ id }: { id: string }) {
  const [open, setOpen] = useState(false)
  const { server } = useViewer()
  const operation = print(ExchangeDetailDocument)
  const body = JSON.stringify({ query: operation.replaceAll(/\s+/g, ' '), variables: { id } })
  const curl = [
    `curl ${server.publicUrl}/api/graphql \\`,
    '  -H "Authorization: Bearer $BONAFIDE_TOKEN" \\',
    "  -H 'Content-Type: application/json' \\",
    `  -d '${body}'`,
  ].join('\n')
  return (
    <>
      <Button onClick={() => setOpen(true)}>Show as API</Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title="This exchange as API"
        description="A personal access token or a session answers the same to programs."
        kind="wide"
      >
        <div className="flex flex-col gap-4">
          <Part title="Command line" code={`bonafide auth explain ${id}`} />
          <Part title="curl" code={curl} />
          <Part title="GraphQL operation" code={operation} />
          <Part title="Variables" code={JSON.stringify({ id }, null, 2)} />
        </div>
      </Dialog>
    </>
  )
}

const Part = ({ title, code }: { title: string; code: string }) => (
  <section aria-label={title} className="flex flex-col gap-1">
    <h3 className="text-sm text-muted">{title}</h3>
    <CodeBlock label={title} code={code} />
  </section>
)
