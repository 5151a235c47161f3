import { Field } from '../../../../../../components/field.tsx'
import { TextArea } from '../../../../../../components/inputs.tsx'
import { Decoded } from './decoded.tsx'
import type { readProof } from './read-proof.ts'

interface ProofFieldProps {
  help: string
  text: string
  /** What the text was read as; undefined while there is none. */
  reading: ReturnType<typeof readProof> | undefined
  onChange: (text: string) => void
}

/** Where a proof is pasted, and what it says of itself at once. It stays in the page. */
export const ProofField = ({ help, text, reading, onChange }: ProofFieldProps) => (
  <>
    <Field label="Proof" help={help}>
      {(control) => (
        <TextArea
          {...control}
          rows={6}
          spellCheck={false}
          autoComplete="off"
          className="font-mono text-[13px]"
          value={text}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
    {reading && <Decoded reading={reading} />}
  </>
)
