/**
 * IPTC's words for where a picture comes from (cv.iptc.org/newscodes/digitalsourcetype): by a formula, or by a model that has
 * learnt from pictures. All that this room holds is one of the two.
 */
type SourceType = 'algorithmicMedia' | 'trainedAlgorithmicMedia';

const vocabulary = 'http://cv.iptc.org/newscodes/digitalsourcetype/';

/** An XMP packet that says how the picture was made, and nothing about who asked for it. */
export const sourceLabel = (
  type: SourceType,
  tool?: string,
): string => `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    Iptc4xmpExt:DigitalSourceType="${vocabulary}${type}"${tool === undefined ? '' : `\n    xmp:CreatorTool="${tool}"`}/>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>`;

/** What the packet of a delivered picture says; a picture that says nothing was made by a model. */
export const sourceTypeOf = (xmp: Buffer | undefined): SourceType =>
  xmp?.includes(`${vocabulary}algorithmicMedia`) ? 'algorithmicMedia' : 'trainedAlgorithmicMedia';
