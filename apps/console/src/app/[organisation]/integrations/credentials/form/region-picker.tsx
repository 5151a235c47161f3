'use client'

import { Combobox } from '@base-ui/react/combobox'
import { Check, ChevronDown } from 'lucide-react'
import type { FieldControl } from '../../../../../components/field.tsx'
import type { NewCredentialQuery } from './operations.generated.ts'

type Region = NewCredentialQuery['awsRegions'][number]

interface RegionPickerProps {
  control: FieldControl
  regions: readonly Region[]
  /** The code of a region, or empty. */
  value: string
  onChange: (code: string) => void
}

const partitionNames: Record<string, string> = {
  aws: 'AWS',
  'aws-cn': 'AWS China',
  'aws-us-gov': 'AWS GovCloud (US)',
  'aws-eusc': 'AWS European Sovereign Cloud',
  'aws-iso': 'AWS Top Secret (US)',
  'aws-iso-b': 'AWS Secret (US)',
  'aws-iso-e': 'AWS ISO (Europe)',
  'aws-iso-f': 'AWS ISO (US)',
}

interface Partition {
  value: string
  items: Region[]
}

function byPartition(regions: readonly Region[]): Partition[] {
  const found = new Map<string, Region[]>()
  for (const region of regions) found.set(region.partition, [...(found.get(region.partition) ?? []), region])
  return [...found].map(([value, items]) => ({ value, items }))
}

const labelOf = ({ code, name }: Region): string => `${name}, ${code}`

/** Every region with its name, found by either. */
export function RegionPicker({ control, regions, value, onChange }: RegionPickerProps) {
  return (
    <Combobox.Root
      items={byPartition(regions)}
      value={regions.find(({ code }) => code === value) ?? null}
      onValueChange={(region: Region | null) => onChange(region?.code ?? '')}
      itemToStringLabel={labelOf}
      autoHighlight
    >
      <Combobox.InputGroup className="relative">
        <Combobox.Input
          {...control}
          placeholder="Frankfurt, or eu-central-1"
          autoComplete="off"
          className="min-h-9 w-full rounded-md border border-control bg-canvas py-1.5 pr-10 pl-3 text-base aria-invalid:border-danger sm:text-sm"
        />
        <Combobox.Trigger
          aria-label="Show all regions"
          className="absolute inset-y-0 right-0 inline-flex w-9 items-center justify-center rounded-md text-muted hover:text-text"
        >
          <ChevronDown size={16} aria-hidden />
        </Combobox.Trigger>
      </Combobox.InputGroup>
      <Combobox.Portal>
        <Combobox.Positioner className="z-50 outline-none" sideOffset={4}>
          <Combobox.Popup className="w-(--anchor-width) max-w-(--available-width) rounded-lg border border-line bg-raised shadow-xl">
            <Combobox.Empty>
              <p className="px-3 py-3 text-sm text-muted">No region is called so.</p>
            </Combobox.Empty>
            <Combobox.List className="max-h-[min(20rem,var(--available-height))] overflow-y-auto overscroll-contain p-1 data-empty:p-0">
              {({ value: partition, items }: Partition) => (
                <Combobox.Group key={partition} items={items}>
                  <Combobox.GroupLabel className="px-2 pt-2 pb-1 text-xs font-medium text-muted">
                    {partitionNames[partition] ?? partition}
                  </Combobox.GroupLabel>
                  <Combobox.Collection>
                    {(region: Region) => (
                      <Combobox.Item
                        key={region.code}
                        value={region}
                        className="flex min-h-8 cursor-default items-center gap-2 rounded-md px-2 py-1 text-sm select-none data-highlighted:bg-hover"
                      >
                        <span className="min-w-0 flex-1">{region.name}</span>
                        <span className="font-mono text-xs text-muted">{region.code}</span>
                        <span className="w-4">
                          <Combobox.ItemIndicator>
                            <Check size={14} aria-hidden />
                          </Combobox.ItemIndicator>
                        </span>
                      </Combobox.Item>
                    )}
                  </Combobox.Collection>
                </Combobox.Group>
              )}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  )
}
