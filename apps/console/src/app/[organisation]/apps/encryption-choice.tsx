import { RadioCards } from '../../../components/radio-cards.tsx'

export type Encryption = 'server' | 'end-to-end'

interface EncryptionChoiceProps {
  value: Encryption
  onChange: (value: Encryption) => void
}

/** Who holds the keys of a new app, with what follows from it. It can be changed later. */
export const EncryptionChoice = ({ value, onChange }: EncryptionChoiceProps) => (
  <RadioCards
    legend="Encryption"
    value={value}
    onChange={onChange}
    cards={[
      {
        value: 'server',
        label: 'Server-side encryption',
        children: 'The server can decrypt. External identities, plain REST reads, search, compare and references work.',
      },
      {
        value: 'end-to-end',
        label: 'End-to-end encryption',
        children:
          'Keys are made in this browser and only members and accounts that hold them can decrypt. You enter your password to read or write; the server cannot search, compare or hand values to plain HTTP clients.',
      },
    ]}
  />
)
