import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { policyFor } from './policy.ts'
import { run, textsOf } from './testing.ts'
import { providerArn, trustInIssuer, trustInPrincipal } from './trust.ts'

const page = readFileSync(new URL('../../../../../docs/aws-credentials.md', import.meta.url), 'utf8')
const blocksOf = (language: string) => [...page.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'gs'))].map(([, text = '']) => text)
const documents = blocksOf('json').map((text) => JSON.parse(text))
const scripts = blocksOf('sh')

const [region, account] = ['eu-central-1', '111122223333']
const target = { region, account, secretName: 'shop/production', kmsKeyArn: null }

test('R-221 R-222 R-223 the documents of docs/aws-credentials.md are those that the product makes', () => {
  expect(documents).toContainEqual(policyFor(target))
  const principal = 'arn:aws:iam::444455556666:role/BonafideEC2InstanceRole'
  expect(documents).toContainEqual(trustInPrincipal(principal, { asksExternalId: true, externalId: null }))
  const issuer = 'https://bonafide.example.com'
  const organisation = 'organisation:0192c5a1-7a3b-7000-8000-000000000001'
  const subjects = [`${organisation}:credential:*`, `${organisation}:app:*:environment:*:sync:*`]
  expect(documents).toContainEqual(trustInIssuer(providerArn({ region, account }, issuer), { issuer, subjects }))
})

test('R-225 R-226 a customer managed key is explained, with the narrow statement and the usual one', () => {
  const kmsKeyArn = 'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab'
  expect(documents).toContainEqual(policyFor({ ...target, kmsKeyArn }).Statement[2])
  const wide = ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey']
  expect(documents).toContainEqual({ Sid: 'AllowKMSEncryption', Effect: 'Allow', Action: wide, Resource: kmsKeyArn })
  expect(page).toContain('alias/aws/secretsmanager')
  expect(page).toContain('aws kms list-keys')
})

test('its commands are those that the product makes, and every one can be run', async () => {
  const calls = scripts
    .filter((script) => !script.startsWith('npm'))
    .flatMap((script) => {
      const { status, calls } = run(script)
      expect([script, status]).toEqual([script, 0])
      return calls
    })
  const made = await Promise.all(
    (['aws_assume_role', 'aws_access_keys', 'aws_web_identity'] as const).map((kind) =>
      textsOf({ kind, secretName: 'shop/production', kmsKeyArn: null }, null, { issuer: 'https://bonafide.example.com', subjects: ['x'] }),
    ),
  )
  const commands = made.flat().filter(({ language, title, target }) => language === 'bash' && target === 'aws_cli' && /^\d/.test(title))
  expect(commands.length).toBeGreaterThan(10)
  for (const { content } of commands) expect(calls).toContainEqual(run(content).calls.at(-1))
  const saved = [...page.matchAll(/as `([\w-]+\.json)`/g)].map(([, name]) => name)
  for (const [, file] of page.matchAll(/file:\/\/(\S+)/g)) expect(saved).toContain(file)
})

test('R-212 the server’s own identity is told in three sections, each with what its ARN looks like', () => {
  const sectionOf = (title: string) => page.split(/^### /m).find((section) => section.startsWith(title)) ?? ''
  expect(sectionOf('IMDS')).toMatch(/arn:aws:iam::\d{12}:role\/\w*EC2InstanceRole/)
  expect(sectionOf('IRSA')).toMatch(/arn:aws:iam::\d{12}:role\/\w*AssumeRoleEKS/)
  expect(sectionOf('Access keys: an IAM user')).toMatch(/arn:aws:iam::\d{12}:user\/[\w-]*integration-user/)
})
