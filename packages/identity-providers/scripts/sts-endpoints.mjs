// Regenerates src/aws-iam/sts-endpoints.json from the endpoint metadata of botocore, the AWS SDK that names FIPS hosts too:
//   node packages/identity-providers/scripts/sts-endpoints.mjs <path to botocore/data/endpoints.json>
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

const source = process.argv[2]
if (!source) {
  console.error('usage: node sts-endpoints.mjs <path to botocore/data/endpoints.json>')
  process.exit(2)
}

const { partitions } = JSON.parse(await readFile(source, 'utf8'))
const endpoints = partitions.flatMap((partition) => {
  const { endpoints: entries = {} } = partition.services.sts ?? {}
  const regionName = (code) => partition.regions[code]?.description
  return Object.entries(entries).map(([regionCode, entry]) => {
    const fips = regionCode.endsWith('-fips')
    const host = entry.hostname ?? `sts.${regionCode}.${partition.dnsSuffix}`
    const name = fips ? `${regionName(regionCode.slice(0, -'-fips'.length))}, FIPS` : regionName(regionCode)
    return { partition: partition.partition, regionCode, regionName: name ?? 'Global', endpoint: `https://${host}`, fips }
  })
})

const target = fileURLToPath(new URL('../src/aws-iam/sts-endpoints.json', import.meta.url))
await writeFile(target, `[\n${endpoints.map((endpoint) => `  ${JSON.stringify(endpoint)}`).join(',\n')}\n]\n`)
console.log(`${endpoints.length} endpoints of ${partitions.length} partitions written to ${target}`)
