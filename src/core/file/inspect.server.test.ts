import { describe, expect, it } from 'vitest'
import {
  aJpeg,
  aPdf,
  colourBars,
  emptyZip,
  joined,
  pngPromising,
  svgWithScript,
  text
} from './hostile-files.ts'
import { inspectFile } from './inspect.server.ts'
import { fileLimits } from './rules.ts'

const refused = (code: string) => ({ ok: false, code })

describe('refused files', () => {
  it('are empty', () => {
    expect(inspectFile(new Uint8Array(), 'image/jpeg')).toEqual(refused('file-empty'))
  })

  it('are larger than the limit', async () => {
    const bytes = joined(await aJpeg(), new Uint8Array(fileLimits.bytes))
    expect(inspectFile(bytes, 'image/jpeg')).toEqual(refused('file-too-large'))
  })

  it.each([
    ['as an image', 'image/svg+xml'],
    ['as a PNG', 'image/png'],
    ['as text', 'text/plain'],
    ['undeclared', '']
  ])('are SVG, sent %s', (_, declared) => {
    expect(inspectFile(svgWithScript, declared)).toEqual(refused('file-kind-refused'))
  })

  it.each([
    '<!doctype html><p>hello',
    '\ufeff  \n<HTML><body onload=alert(1)>',
    '<!-- a comment first --><script>alert(1)</script>',
    '<?xml version="1.0"?><svg/>',
    'innocent words first <script>alert(1)</script>'
  ])('are markup: %j', content => {
    expect(inspectFile(text(content), 'text/plain')).toEqual(refused('file-kind-refused'))
  })

  it('are HTML behind the first bytes of a GIF only in name, never a picture that decodes', () => {
    // The magic bytes make it an image; re-encoding is what refuses it.
    expect(inspectFile(text('GIF89a/*<svg/>*/=1;alert(1)'), 'image/gif')).toEqual({ ok: true, kind: 'gif' })
  })

  it('are archives and programs', () => {
    expect(inspectFile(joined(text('PK\x03\x04'), new Uint8Array(26)), 'application/zip')).toEqual(
      refused('file-kind-refused')
    )
    expect(inspectFile(joined(text('\x7fELF'), new Uint8Array(60)), '')).toEqual(refused('file-kind-refused'))
    expect(inspectFile(emptyZip, 'text/plain')).toEqual(refused('file-kind-refused'))
  })

  it('are of another family than declared', async () => {
    expect(inspectFile(aPdf, 'image/png')).toEqual(refused('file-kind-mismatch'))
    expect(inspectFile(await aJpeg(), 'application/pdf')).toEqual(refused('file-kind-mismatch'))
    expect(inspectFile(await aJpeg(), 'text/html')).toEqual(refused('file-kind-mismatch'))
    expect(inspectFile(text('hello'), 'image/jpeg')).toEqual(refused('file-kind-mismatch'))
  })

  it('are PDFs behind leading junk', () => {
    expect(inspectFile(joined(text('some words\n'), aPdf), 'application/pdf')).toEqual(
      refused('file-ambiguous')
    )
    expect(inspectFile(joined(text('some words\n'), aPdf), 'text/plain')).toEqual(refused('file-ambiguous'))
  })

  it('are PDFs with something behind their end', () => {
    expect(inspectFile(joined(aPdf, text('MZ more')), 'application/pdf')).toEqual(refused('file-ambiguous'))
  })

  it('are PDFs that open as an archive too, even with the PDF end mark as the comment of the archive', () => {
    const comment = text('%%EOF\n')
    const zip = new Uint8Array(emptyZip)
    zip[20] = comment.length
    expect(inspectFile(joined(aPdf, zip, comment), 'application/pdf')).toEqual(refused('file-ambiguous'))
  })

  it('are text in another encoding or with control characters', () => {
    expect(inspectFile(new Uint8Array([0xcf, 0xf0, 0xe8]), 'text/plain')).toEqual(refused('file-not-text'))
    expect(inspectFile(text('a\x1b[2Jb'), 'text/plain')).toEqual(refused('file-not-text'))
  })
})

describe('allowed files', () => {
  it('are told by their content, whatever image type was declared', async () => {
    const image = colourBars(16, 16)
    const samples = {
      jpeg: await image.clone().jpeg().toBuffer(),
      png: await image.clone().png().toBuffer(),
      webp: await image.clone().webp().toBuffer(),
      gif: await image.clone().gif().toBuffer(),
      avif: await image.clone().avif({ effort: 0 }).toBuffer()
    }
    for (const [kind, bytes] of Object.entries(samples)) {
      expect(inspectFile(bytes, 'image/jpeg')).toEqual({ ok: true, kind })
      expect(inspectFile(bytes, 'application/octet-stream')).toEqual({ ok: true, kind })
    }
  })

  it('include PDF and plain text in any alphabet', () => {
    expect(inspectFile(aPdf, 'application/pdf')).toEqual({ ok: true, kind: 'pdf' })
    expect(inspectFile(text('\ufeffПеревірте 2 < 3,\r\n\tбудь ласка'), 'text/plain; charset=utf-8')).toEqual({
      ok: true,
      kind: 'text'
    })
  })

  it('include images with something behind them, which re-encoding drops', async () => {
    expect(inspectFile(joined(await aJpeg(), emptyZip), 'image/jpeg')).toEqual({ ok: true, kind: 'jpeg' })
    expect(inspectFile(joined(await aJpeg(), aPdf), 'image/jpeg')).toEqual({ ok: true, kind: 'jpeg' })
  })

  it('are judged by their bytes alone: a header promising too many pixels is found when decoding', () => {
    expect(inspectFile(pngPromising(50_000, 50_000), 'image/png')).toEqual({ ok: true, kind: 'png' })
  })

  it('may be a view into a larger buffer', async () => {
    const jpeg = await aJpeg()
    const buffer = joined(text('padding'), jpeg, text('padding'))
    expect(inspectFile(buffer.subarray(7, 7 + jpeg.length), 'image/jpeg')).toEqual({ ok: true, kind: 'jpeg' })
  })
})
