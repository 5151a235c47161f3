import { createAwsCloud, listen } from '@bonafide/stand-ins'
import { controlOf } from './aws-control.ts'

const { E2E_AWS_PORT = '', AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '' } = process.env

// An account of AWS beside the server under test, which signs with the keys of its user; STS and Secrets Manager at one address.
const cloud = createAwsCloud()
cloud.account('999988887777').addUser({
  name: 'bonafide',
  policies: [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:*', Resource: '*' }] }],
  keys: { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY },
})
const control = controlOf(cloud) as Record<string, (input: unknown) => unknown>

await listen(async (request) => {
  const [, door, name = ''] = new URL(request.url).pathname.split('/')
  if (door !== 'control') return cloud.handle(request)
  const command = Object.hasOwn(control, name) ? control[name] : undefined
  if (!command) return new Response(`there is no ${name}`, { status: 404 })
  return Response.json({ answer: command(await request.json()) ?? null })
}, Number(E2E_AWS_PORT))
console.info('AWS is listening')
