import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { toBuffer } from 'qrcode'
import type { CertificateFacts } from '#lib/core/credit/certificate.ts'
import type { Language } from '#lib/locales/languages.ts'
import { m } from '#lib/locales/paraglide/messages.js'
import { formatDay, formatNumber } from '#lib/ui/format.ts'
import { statusText } from '../../status.ts'
import { splitByScript } from './split-by-script.ts'
import type { Script } from './split-by-script.ts'

const millimetre = 72 / 25.4
const margin = 24 * millimetre
const width = 210 * millimetre - 2 * margin

type Weight = 'normal' | 'bold'
const files = { normal: '400-normal', bold: '700-normal' } as const
const scripts: readonly Script[] = ['latin', 'latin-ext', 'cyrillic', 'cyrillic-ext']

/**
 * Draws a certificate on a page of A4, in the language of the request, with the address at which it can be checked, as text
 * and as a code to scan.
 */
export async function drawCertificate(
  facts: CertificateFacts,
  address: string,
  language: Language
): Promise<Buffer> {
  // Read when the first certificate is drawn: fonts and all it is half a second.
  const { default: PdfDocument } = await import('pdfkit')
  const options = { locale: language }
  const pdf = new PdfDocument({
    size: 'A4',
    margin,
    lang: language,
    displayTitle: true,
    info: { Title: `${m.credit_certificate_title({}, options)}: ${facts.name}`, Author: facts.organisation }
  })
  const parts: Buffer[] = []
  pdf.on('data', (part: Buffer) => parts.push(part))
  const ended = new Promise<void>(resolve => pdf.on('end', resolve))
  await registerFonts(pdf)
  const write = writerOn(pdf)

  write(m.credit_certificate_title({}, options).toUpperCase(), { size: 10, colour: '#555', after: 8 })
  write(facts.name, { size: 30, weight: 'bold', after: 14 })
  write(m.credit_certificate_says({ name: facts.name }, options), { size: 13, after: 4 })
  write(facts.question, { size: 18, weight: 'bold', after: 6 })
  write(m.credit_certificate_of({ organisation: facts.organisation }, options), { size: 13, after: 18 })
  for (const { title, status } of facts.contributions.slice(0, 8))
    write(`• ${title} — ${statusText(status)}`, { size: 11, after: 3 })
  const left = facts.count - Math.min(8, facts.contributions.length)
  if (left > 0) write(m.credit_certificate_more({ count: left }, options), { size: 11, after: 3 })
  if (facts.milestones.length > 0) {
    write(m.credit_certificate_built({}, options), { size: 13, weight: 'bold', before: 10, after: 4 })
    for (const { title } of facts.milestones.slice(0, 6)) write(`• ${title}`, { size: 11, after: 3 })
  }
  const counts = {
    contributions: formatNumber(facts.count, language),
    comments: formatNumber(facts.comments, language),
    responses: formatNumber(facts.responses, language)
  }
  write(m.credit_certificate_did(counts, options), { size: 11, before: 10, after: 4 })
  const date = formatDay(facts.issuedAt, 'UTC', language)
  write(m.credit_certificate_issued({ date }, options), { size: 11, after: 0 })

  const code = await toBuffer(address, { margin: 0, width: 360 })
  const top = 297 * millimetre - margin - 90
  pdf.image(code, margin, top, { width: 80 })
  pdf.x = margin + 96
  pdf.y = top + 4
  write(m.credit_certificate_check({}, options), { size: 10, after: 2, width: width - 96 })
  write(address, { size: 9, after: 0, width: width - 96 })
  pdf.end()
  await ended
  return Buffer.concat(parts)
}

/** PT Serif, which has the letters of all six languages, in the parts it comes in: one a script. */
async function registerFonts(pdf: PDFKit.PDFDocument): Promise<void> {
  const { resolve } = createRequire(import.meta.url)
  for (const script of scripts)
    for (const weight of ['normal', 'bold'] as const) {
      const file = resolve(`@fontsource/pt-serif/files/pt-serif-${script}-${files[weight]}.woff`)
      pdf.registerFont(`${script} ${weight}`, await readFile(file))
    }
}

interface Look {
  readonly size: number
  readonly weight?: Weight
  readonly colour?: string
  /** Points left free above and below. */
  readonly before?: number
  readonly after: number
  readonly width?: number
}

/** Writes paragraphs one below the other, each run of letters in the part of the font that has them. */
const writerOn =
  (pdf: PDFKit.PDFDocument) =>
  (text: string, look: Look): void => {
    pdf.y += look.before ?? 0
    pdf.fontSize(look.size).fillColor(look.colour ?? '#111')
    const runs = splitByScript(text)
    for (const [n, { script, text: run }] of runs.entries()) {
      pdf.font(`${script} ${look.weight ?? 'normal'}`)
      pdf.text(run, { width: look.width ?? width, continued: n < runs.length - 1, lineGap: 2 })
    }
    pdf.y += look.after
  }
