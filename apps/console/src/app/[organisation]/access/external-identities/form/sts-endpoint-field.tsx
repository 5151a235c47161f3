'use client'

import { awsStsEndpoints, type StsEndpoint } from '@bonafide/identity-providers/forms'
import { Check } from 'lucide-react'
import { useState } from 'react'
import { Badge } from '../../../../../components/badge.tsx'
import { buttonLook } from '../../../../../components/button.tsx'
import { Dialog } from '../../../../../components/dialog.tsx'
import type { FieldControl } from '../../../../../components/field.tsx'
import { TextInput } from '../../../../../components/inputs.tsx'
import { useDialog } from '../../../../../components/url-state.ts'

const anyEndpoint = 'Any endpoint of the partition'

interface StsEndpointFieldProps {
  control: FieldControl
  /** Empty: any. */
  value: string
  onChange: (value: string) => void
}

/** The one STS endpoint that is accepted, or any; chosen from all that AWS has. */
export function StsEndpointField({ control, value, onChange }: StsEndpointFieldProps) {
  const dialog = useDialog('sts-endpoint')
  const chosen = awsStsEndpoints.find(({ endpoint }) => endpoint === value)
  return (
    <>
      <button
        type="button"
        {...control}
        className={buttonLook('secondary', 'w-fit max-w-full whitespace-normal')}
        onClick={() => dialog.show()}
      >
        {value === '' ? anyEndpoint : chosen ? `${chosen.regionName} · ${chosen.endpoint}` : value}
      </button>
      <EndpointDialog
        open={dialog.open}
        value={value}
        onClose={dialog.close}
        onChoose={(endpoint) => {
          onChange(endpoint)
          dialog.close()
        }}
      />
    </>
  )
}

const matches = ({ regionCode, regionName, endpoint, partition }: StsEndpoint, search: string): boolean =>
  `${regionCode} ${regionName} ${endpoint} ${partition}`.toLowerCase().includes(search.trim().toLowerCase())

interface EndpointDialogProps {
  open: boolean
  value: string
  onClose: () => void
  onChoose: (endpoint: string) => void
}

function EndpointDialog({ open, value, onClose, onChoose }: EndpointDialogProps) {
  const [search, setSearch] = useState('')
  const found = awsStsEndpoints.filter((endpoint) => matches(endpoint, search))
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title="STS endpoint"
      description="AWS tools sign for the endpoint of their region, so one that is chosen here shuts out workloads of all other regions. Only endpoints of AWS are on the list; the server refuses any other URL."
    >
      <div className="flex flex-col gap-3">
        <TextInput
          type="search"
          aria-label="Search by region, name or URL"
          placeholder="Search by region, name or URL"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <ul aria-label="STS endpoints" className="flex flex-col gap-0.5">
          <Row isChosen={value === ''} onChoose={() => onChoose('')} title={anyEndpoint} detail="Recommended: every region works." />
          {found.map((endpoint) => (
            <Row
              key={endpoint.regionCode}
              isChosen={endpoint.endpoint === value}
              onChoose={() => onChoose(endpoint.endpoint)}
              title={`${endpoint.regionName} (${endpoint.regionCode})`}
              detail={endpoint.endpoint}
              fips={endpoint.fips}
            />
          ))}
        </ul>
        <p role="status" className="text-sm text-muted">
          {found.length === 0 && 'AWS has no such endpoint.'}
        </p>
      </div>
    </Dialog>
  )
}

interface RowProps {
  isChosen: boolean
  onChoose: () => void
  title: string
  detail: string
  fips?: boolean
}

const Row = ({ isChosen, onChoose, title, detail, fips = false }: RowProps) => (
  <li>
    <button
      type="button"
      aria-pressed={isChosen}
      onClick={onChoose}
      className="flex min-h-10 w-full items-center gap-3 rounded-md px-2 py-1.5 text-left hover:bg-hover"
    >
      <Check size={16} aria-hidden className={isChosen ? 'shrink-0 text-accent' : 'invisible shrink-0'} />
      <span className="min-w-0 flex-1">
        <span className="block">{title}</span>
        <span className="block font-mono text-xs break-all text-muted">{detail}</span>
      </span>
      {fips && <Badge tone="info">FIPS</Badge>}
    </button>
  </li>
)
