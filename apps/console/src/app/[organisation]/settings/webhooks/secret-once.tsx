'use client'

import { useState } from 'react'
import { Button } from '../../../../components/button.tsx'
import { CheckField } from '../../../../components/check-field.tsx'
import { CodeBlock } from '../../../../components/copy.tsx'
import { Dialog } from '../../../../components/dialog.tsx'
import { FormProblem } from '../../../../components/form-problem.tsx'
import { Link } from '../../../../components/link.tsx'
import { useOrganisationPath } from '../../../../frame/viewer.tsx'

/** The secret of a webhook, shown this once. */
export function SecretOnce({ secret, note, onClose }: { secret: string; note?: string; onClose: () => void }) {
  const path = useOrganisationPath()
  const [stored, setStored] = useState(false)
  const [problem, setProblem] = useState<string>()
  const done = () => (stored ? onClose() : setProblem('Store the secret first, then tick the box. It is not shown again.'))
  return (
    <Dialog
      open
      onClose={done}
      title="The secret of your webhook"
      footer={
        <Button variant="primary" onClick={done}>
          Done
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <p>
          It is shown only now. With it your endpoint checks that a message is from here:{' '}
          <Link href={path('/developers/docs/webhooks')} className="underline">
            how to verify
          </Link>
          .
        </p>
        {note && <p>{note}</p>}
        <CodeBlock code={secret} label="Webhook secret" />
        <CheckField label="I have stored it" checked={stored} onChange={setStored} />
        <FormProblem text={stored ? undefined : problem} />
      </div>
    </Dialog>
  )
}
