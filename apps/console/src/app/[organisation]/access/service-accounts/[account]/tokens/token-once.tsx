'use client'

import { useEffect, useState } from 'react'
import { Button } from '../../../../../../components/button.tsx'
import { CheckField } from '../../../../../../components/check-field.tsx'
import { ConfirmDialog } from '../../../../../../components/confirm-dialog.tsx'
import { CodeBlock } from '../../../../../../components/copy.tsx'
import { Dialog } from '../../../../../../components/dialog.tsx'
import { Snippets } from '../../../../../../components/snippets.tsx'
import { useViewer } from '../../../../../../frame/viewer.tsx'

/** The token, shown this once. */
export function TokenOnce({ token, onClose }: { token: string; onClose: () => void }) {
  const { server } = useViewer()
  const [stored, setStored] = useState(false)
  const [asking, setAsking] = useState(false)
  useWarningBeforeLeaving(!stored)
  return (
    <Dialog
      open
      kind="wide"
      onClose={() => (stored ? onClose() : setAsking(true))}
      title="Store this token now"
      description="It is shown this once. The server keeps only a digest of it, so nobody can show it again."
      footer={
        <Button variant="primary" onClick={() => (stored ? onClose() : setAsking(true))}>
          Close
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <CodeBlock label="Token" code={token} />
        <Snippets label="Ways to use the token" snippets={usage(server.publicUrl)} />
        <CheckField label="I have stored it" checked={stored} onChange={setStored} />
      </div>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title="Close without storing the token?"
        confirmLabel="Close anyway"
        busyLabel="Closing …"
        busy={false}
        onConfirm={onClose}
      >
        <p>It cannot be shown again. If you have not stored it, you will have to revoke it and make another.</p>
      </ConfirmDialog>
    </Dialog>
  )
}

function useWarningBeforeLeaving(active: boolean): void {
  useEffect(() => {
    if (!active) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [active])
}

/** The token itself stands above, and is not repeated where it would end up in a shell's history. */
const usage = (host: string) => [
  {
    name: 'CLI',
    hint: 'Paste the token when you are asked for it.',
    code: `bonafide auth --host ${host}
bonafide run -- ./start`,
  },
  {
    name: 'curl',
    hint: 'With the token in the variable BONAFIDE_TOKEN.',
    code: `curl -sS '${host}/service/secrets/tokens/' -H "Authorization: Bearer $BONAFIDE_TOKEN"`,
  },
  {
    name: 'Environment',
    hint: 'In the settings of a CI system or a container; the phase command reads PHASE_HOST and PHASE_SERVICE_TOKEN.',
    code: `BONAFIDE_HOST=${host}
BONAFIDE_TOKEN=<the token>`,
  },
]
