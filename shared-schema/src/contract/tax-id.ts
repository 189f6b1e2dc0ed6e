import { validate as adNrt } from 'stdnum/lib/cjs/ad/nrt.js';
import { validate as alNipt } from 'stdnum/lib/cjs/al/nipt.js';
import { validate as arCuit } from 'stdnum/lib/cjs/ar/cuit.js';
import { validate as atTin } from 'stdnum/lib/cjs/at/tin.js';
import { validate as atUid } from 'stdnum/lib/cjs/at/uid.js';
import { validate as auAbn } from 'stdnum/lib/cjs/au/abn.js';
import { validate as auTfn } from 'stdnum/lib/cjs/au/tfn.js';
import { validate as baJmbg } from 'stdnum/lib/cjs/ba/jmbg.js';
import { validate as beInsz } from 'stdnum/lib/cjs/be/insz.js';
import { validate as beVat } from 'stdnum/lib/cjs/be/vat.js';
import { validate as bgEgn } from 'stdnum/lib/cjs/bg/egn.js';
import { validate as bgPnf } from 'stdnum/lib/cjs/bg/pnf.js';
import { validate as bgVat } from 'stdnum/lib/cjs/bg/vat.js';
import { validate as brCnpj } from 'stdnum/lib/cjs/br/cnpj.js';
import { validate as brCpf } from 'stdnum/lib/cjs/br/cpf.js';
import { validate as byUnp } from 'stdnum/lib/cjs/by/unp.js';
import { validate as caBn } from 'stdnum/lib/cjs/ca/bn.js';
import { validate as caSin } from 'stdnum/lib/cjs/ca/sin.js';
import { validate as chSsn } from 'stdnum/lib/cjs/ch/ssn.js';
import { validate as chUid } from 'stdnum/lib/cjs/ch/uid.js';
import { validate as chVat } from 'stdnum/lib/cjs/ch/vat.js';
import { validate as clRut } from 'stdnum/lib/cjs/cl/rut.js';
import { validate as cnRic } from 'stdnum/lib/cjs/cn/ric.js';
import { validate as cnUscc } from 'stdnum/lib/cjs/cn/uscc.js';
import { validate as coNit } from 'stdnum/lib/cjs/co/nit.js';
import { validate as crCpf } from 'stdnum/lib/cjs/cr/cpf.js';
import { validate as crCpj } from 'stdnum/lib/cjs/cr/cpj.js';
import { validate as crCr } from 'stdnum/lib/cjs/cr/cr.js';
import { validate as cyVat } from 'stdnum/lib/cjs/cy/vat.js';
import { validate as czDic } from 'stdnum/lib/cjs/cz/dic.js';
import { validate as czRc } from 'stdnum/lib/cjs/cz/rc.js';
import { validate as deIdnr } from 'stdnum/lib/cjs/de/idnr.js';
import { validate as deStnr } from 'stdnum/lib/cjs/de/stnr.js';
import { validate as deVat } from 'stdnum/lib/cjs/de/vat.js';
import { validate as dkCpr } from 'stdnum/lib/cjs/dk/cpr.js';
import { validate as dkCvr } from 'stdnum/lib/cjs/dk/cvr.js';
import { validate as doCedula } from 'stdnum/lib/cjs/do/cedula.js';
import { validate as doRnc } from 'stdnum/lib/cjs/do/rnc.js';
import { validate as ecCi } from 'stdnum/lib/cjs/ec/ci.js';
import { validate as ecRuc } from 'stdnum/lib/cjs/ec/ruc.js';
import { validate as eeIk } from 'stdnum/lib/cjs/ee/ik.js';
import { validate as eeKmkr } from 'stdnum/lib/cjs/ee/kmkr.js';
import { validate as eeRegistrikood } from 'stdnum/lib/cjs/ee/registrikood.js';
import { validate as esCif } from 'stdnum/lib/cjs/es/cif.js';
import { validate as esDni } from 'stdnum/lib/cjs/es/dni.js';
import { validate as esNie } from 'stdnum/lib/cjs/es/nie.js';
import { validate as esNif } from 'stdnum/lib/cjs/es/nif.js';
import { validate as fiAlv } from 'stdnum/lib/cjs/fi/alv.js';
import { validate as fiHetu } from 'stdnum/lib/cjs/fi/hetu.js';
import { validate as fiYtunnus } from 'stdnum/lib/cjs/fi/ytunnus.js';
import { validate as frNif } from 'stdnum/lib/cjs/fr/nif.js';
import { validate as frSiren } from 'stdnum/lib/cjs/fr/siren.js';
import { validate as frSiret } from 'stdnum/lib/cjs/fr/siret.js';
import { validate as frTva } from 'stdnum/lib/cjs/fr/tva.js';
import { validate as gbNino } from 'stdnum/lib/cjs/gb/nino.js';
import { validate as gbUtr } from 'stdnum/lib/cjs/gb/utr.js';
import { validate as gbVat } from 'stdnum/lib/cjs/gb/vat.js';
import { validate as ghTin } from 'stdnum/lib/cjs/gh/tin.js';
import { validate as grVat } from 'stdnum/lib/cjs/gr/vat.js';
import { validate as gtNit } from 'stdnum/lib/cjs/gt/nit.js';
import { validate as hkHkid } from 'stdnum/lib/cjs/hk/hkid.js';
import { validate as hrOib } from 'stdnum/lib/cjs/hr/oib.js';
import { validate as huAnum } from 'stdnum/lib/cjs/hu/anum.js';
import { validate as idNpwp } from 'stdnum/lib/cjs/id/npwp.js';
import { validate as iePps } from 'stdnum/lib/cjs/ie/pps.js';
import { validate as ieVat } from 'stdnum/lib/cjs/ie/vat.js';
import { validate as ilHp } from 'stdnum/lib/cjs/il/hp.js';
import { validate as ilIdnr } from 'stdnum/lib/cjs/il/idnr.js';
import { validate as inPan } from 'stdnum/lib/cjs/in/pan.js';
import { validate as isKennitala } from 'stdnum/lib/cjs/is/kennitala.js';
import { validate as itCodicefiscale } from 'stdnum/lib/cjs/it/codicefiscale.js';
import { validate as itIva } from 'stdnum/lib/cjs/it/iva.js';
import { validate as jpCn } from 'stdnum/lib/cjs/jp/cn.js';
import { validate as krBrn } from 'stdnum/lib/cjs/kr/brn.js';
import { validate as krRrn } from 'stdnum/lib/cjs/kr/rrn.js';
import { validate as liPeid } from 'stdnum/lib/cjs/li/peid.js';
import { validate as ltAsmens } from 'stdnum/lib/cjs/lt/asmens.js';
import { validate as ltPvm } from 'stdnum/lib/cjs/lt/pvm.js';
import { validate as luTva } from 'stdnum/lib/cjs/lu/tva.js';
import { validate as lvPvn } from 'stdnum/lib/cjs/lv/pvn.js';
import { validate as mcTva } from 'stdnum/lib/cjs/mc/tva.js';
import { validate as mdIdno } from 'stdnum/lib/cjs/md/idno.js';
import { validate as meJmbg } from 'stdnum/lib/cjs/me/jmbg.js';
import { validate as mkJmbg } from 'stdnum/lib/cjs/mk/jmbg.js';
import { validate as mtVat } from 'stdnum/lib/cjs/mt/vat.js';
import { validate as mxRfc } from 'stdnum/lib/cjs/mx/rfc.js';
import { validate as myNric } from 'stdnum/lib/cjs/my/nric.js';
import { validate as nlBsn } from 'stdnum/lib/cjs/nl/bsn.js';
import { validate as nlBtw } from 'stdnum/lib/cjs/nl/btw.js';
import { validate as noFodselsnummer } from 'stdnum/lib/cjs/no/fodselsnummer.js';
import { validate as noMva } from 'stdnum/lib/cjs/no/mva.js';
import { validate as noOrgnr } from 'stdnum/lib/cjs/no/orgnr.js';
import { validate as nzIrd } from 'stdnum/lib/cjs/nz/ird.js';
import { validate as peRuc } from 'stdnum/lib/cjs/pe/ruc.js';
import { validate as pkCnic } from 'stdnum/lib/cjs/pk/cnic.js';
import { validate as pkNtn } from 'stdnum/lib/cjs/pk/ntn.js';
import { validate as plNip } from 'stdnum/lib/cjs/pl/nip.js';
import { validate as plPesel } from 'stdnum/lib/cjs/pl/pesel.js';
import { validate as ptNif } from 'stdnum/lib/cjs/pt/nif.js';
import { validate as ptNipc } from 'stdnum/lib/cjs/pt/nipc.js';
import { validate as pyRuc } from 'stdnum/lib/cjs/py/ruc.js';
import { validate as roCif } from 'stdnum/lib/cjs/ro/cif.js';
import { validate as roCnp } from 'stdnum/lib/cjs/ro/cnp.js';
import { validate as roCui } from 'stdnum/lib/cjs/ro/cui.js';
import { validate as rsJmbg } from 'stdnum/lib/cjs/rs/jmbg.js';
import { validate as rsPib } from 'stdnum/lib/cjs/rs/pib.js';
import { validate as ruInn } from 'stdnum/lib/cjs/ru/inn.js';
import { validate as seOrgnr } from 'stdnum/lib/cjs/se/orgnr.js';
import { validate as sePersonnummer } from 'stdnum/lib/cjs/se/personnummer.js';
import { validate as seVat } from 'stdnum/lib/cjs/se/vat.js';
import { validate as sgUen } from 'stdnum/lib/cjs/sg/uen.js';
import { validate as siDdv } from 'stdnum/lib/cjs/si/ddv.js';
import { validate as skDph } from 'stdnum/lib/cjs/sk/dph.js';
import { validate as skRc } from 'stdnum/lib/cjs/sk/rc.js';
import { validate as smCoe } from 'stdnum/lib/cjs/sm/coe.js';
import { validate as svNit } from 'stdnum/lib/cjs/sv/nit.js';
import { validate as thIdnr } from 'stdnum/lib/cjs/th/idnr.js';
import { validate as trTckimlik } from 'stdnum/lib/cjs/tr/tckimlik.js';
import { validate as trVkn } from 'stdnum/lib/cjs/tr/vkn.js';
import { validate as twUbn } from 'stdnum/lib/cjs/tw/ubn.js';
import { validate as uaEdrpou } from 'stdnum/lib/cjs/ua/edrpou.js';
import { validate as uaRntrc } from 'stdnum/lib/cjs/ua/rntrc.js';
import { validate as usEin } from 'stdnum/lib/cjs/us/ein.js';
import { validate as usSsn } from 'stdnum/lib/cjs/us/ssn.js';
import { validate as uyCedula } from 'stdnum/lib/cjs/uy/cedula.js';
import { validate as uyRut } from 'stdnum/lib/cjs/uy/rut.js';
import { validate as vnMst } from 'stdnum/lib/cjs/vn/mst.js';
import { validate as zaTin } from 'stdnum/lib/cjs/za/tin.js';
import type { Checked } from './checked.ts';
import { isInEea, isInEu } from './countries.ts';
import { checkAsciiNumber } from './typed-text.ts';

/** The package's own type names its errors by class; only their names are needed. */
type Validate = (value: string) => { isValid: boolean; compact?: string; error?: { name: string } };

export interface TaxIdKind {
  /** Stable, and unique within its country. */
  kind: string;
  /** As people of the country call it; null where its name is not known here. */
  name: string | null;
}

interface Rule extends TaxIdKind {
  of: 'PERSON' | 'BUSINESS' | 'BOTH';
  check: Validate | RegExp;
}

const person = (kind: string, name: string, check: Rule['check']): Rule => ({ kind, name, of: 'PERSON', check });
const business = (kind: string, name: string, check: Rule['check']): Rule => ({ kind, name, of: 'BUSINESS', check });
const either = (kind: string, name: string, check: Rule['check']): Rule => ({ kind, name, of: 'BOTH', check });

/** A check digit that the package does not know, at `place`; it follows from the weighed sum of the digits before it. */
const checkDigit =
  (shape: RegExp, place: number, weights: readonly number[], digitOf: (sum: number) => number): Validate =>
  (value) => {
    if (!shape.test(value)) return { isValid: false, error: { name: 'InvalidFormat' } };
    const sum = weights.reduce((total, weight, at) => total + weight * Number(value[at]), 0);
    return digitOf(sum) === Number(value[place])
      ? { isValid: true, compact: value }
      : { isValid: false, error: { name: 'InvalidChecksum' } };
  };

const hungarianPerson = checkDigit(/^8\d{9}$/, 9, [1, 2, 3, 4, 5, 6, 7, 8, 9], (sum) => sum % 11);
const hungarianBusiness = checkDigit(/^\d{11}$/, 7, [9, 7, 3, 1, 9, 7, 3], (sum) => (10 - (sum % 10)) % 10);
const japanesePerson = checkDigit(/^\d{12}$/, 11, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2], (sum) =>
  sum % 11 <= 1 ? 0 : 11 - (sum % 11),
);

/** What a tax office knows people and businesses by. The first one is the usual one. */
const rules: Record<string, Rule[]> = {
  AD: [either('NRT', 'NRT', adNrt)],
  AL: [either('NIPT', 'NIPT', alNipt)],
  AR: [either('CUIT', 'CUIT', arCuit)],
  AT: [either('TIN', 'Abgabenkontonummer', atTin)],
  AU: [person('TFN', 'TFN', auTfn), either('ABN', 'ABN', auAbn)],
  BA: [person('JMBG', 'JMBG', baJmbg)],
  BE: [
    person('NN', 'Rijksregisternummer / Numéro national', beInsz),
    business('KBO', 'Ondernemingsnummer / Numéro d’entreprise', beVat),
  ],
  BG: [person('EGN', 'ЕГН', bgEgn), person('PNF', 'ЛНЧ', bgPnf), business('EIK', 'ЕИК', bgVat)],
  BR: [person('CPF', 'CPF', brCpf), business('CNPJ', 'CNPJ', brCnpj)],
  BY: [either('UNP', 'УНП', byUnp)],
  CA: [person('SIN', 'SIN / NAS', caSin), business('BN', 'Business Number', caBn)],
  CH: [person('AHV', 'AHV-Nr. / No AVS', chSsn), business('UID', 'UID', chUid)],
  CL: [either('RUT', 'RUT', clRut)],
  CN: [person('RIC', '居民身份证号码', cnRic), business('USCC', '统一社会信用代码', cnUscc)],
  CO: [either('NIT', 'NIT', coNit)],
  CR: [
    person('CPF', 'Cédula física', crCpf),
    person('CR', 'Cédula de residencia', crCr),
    business('CPJ', 'Cédula jurídica', crCpj),
  ],
  CY: [either('TIC', 'ΑΦΤ (TIC)', cyVat)],
  CZ: [person('RC', 'Rodné číslo', czRc), either('DIC', 'DIČ', czDic)],
  DE: [person('STEUER_ID', 'Steuer-ID', deIdnr), either('STEUERNUMMER', 'Steuernummer', deStnr)],
  DK: [person('CPR', 'CPR-nummer', dkCpr), business('CVR', 'CVR-nummer', dkCvr)],
  DO: [person('CEDULA', 'Cédula', doCedula), either('RNC', 'RNC', doRnc)],
  EC: [person('CI', 'Cédula', ecCi), either('RUC', 'RUC', ecRuc)],
  EE: [person('IK', 'Isikukood', eeIk), business('REGISTRIKOOD', 'Registrikood', eeRegistrikood)],
  ES: [person('NIF', 'DNI / NIF', esDni), person('NIE', 'NIE', esNie), business('CIF', 'NIF', esCif)],
  FI: [person('HETU', 'Henkilötunnus', fiHetu), business('Y_TUNNUS', 'Y-tunnus', fiYtunnus)],
  FR: [
    person('SPI', 'Numéro fiscal (SPI)', frNif),
    either('SIREN', 'SIREN', frSiren),
    either('SIRET', 'SIRET', frSiret),
  ],
  GB: [either('UTR', 'UTR', gbUtr), person('NINO', 'National Insurance number', gbNino)],
  GH: [either('TIN', 'TIN', ghTin)],
  GR: [either('AFM', 'ΑΦΜ', grVat)],
  GT: [either('NIT', 'NIT', gtNit)],
  HK: [person('HKID', 'HKID', hkHkid)],
  HR: [either('OIB', 'OIB', hrOib)],
  HU: [person('ADOAZONOSITO', 'Adóazonosító jel', hungarianPerson), either('ADOSZAM', 'Adószám', hungarianBusiness)],
  ID: [either('NPWP', 'NPWP', idNpwp)],
  IE: [person('PPS', 'PPS number', iePps), business('TRN', 'Tax reference number', ieVat)],
  IL: [person('ID', 'מספר זהות', ilIdnr), business('HP', 'מספר חברה', ilHp)],
  IN: [either('PAN', 'PAN', inPan)],
  IS: [either('KENNITALA', 'Kennitala', isKennitala)],
  IT: [either('CODICE_FISCALE', 'Codice fiscale', itCodicefiscale), either('PARTITA_IVA', 'Partita IVA', itIva)],
  JP: [person('MY_NUMBER', 'マイナンバー', japanesePerson), business('CN', '法人番号', jpCn)],
  KR: [person('RRN', '주민등록번호', krRrn), business('BRN', '사업자등록번호', krBrn)],
  LI: [either('PEID', 'PEID', liPeid)],
  LT: [person('ASMENS', 'Asmens kodas', ltAsmens), business('KODAS', 'Įmonės kodas', /^\d{9}$/)],
  LU: [either('MATRICULE', 'Matricule', /^\d{11}(\d{2})?$/)],
  LV: [person('PK', 'Personas kods', lvPvn), business('REG', 'Reģistrācijas numurs', lvPvn)],
  MC: [business('TVA', 'Numéro de TVA', mcTva)],
  MD: [business('IDNO', 'IDNO', mdIdno)],
  ME: [person('JMBG', 'JMBG', meJmbg)],
  MK: [person('EMBG', 'ЕМБГ', mkJmbg)],
  MT: [either('TIN', 'TIN', /^(\d{3,7}[MGAPLHBZ]|\d{9})$/)],
  MX: [either('RFC', 'RFC', mxRfc)],
  MY: [person('NRIC', 'NRIC', myNric)],
  NL: [person('BSN', 'BSN', nlBsn), business('RSIN', 'RSIN', nlBsn)],
  NO: [person('FNR', 'Fødselsnummer', noFodselsnummer), business('ORGNR', 'Organisasjonsnummer', noOrgnr)],
  NZ: [either('IRD', 'IRD number', nzIrd)],
  PE: [either('RUC', 'RUC', peRuc)],
  PK: [person('CNIC', 'CNIC', pkCnic), business('NTN', 'NTN', pkNtn)],
  PL: [person('PESEL', 'PESEL', plPesel), either('NIP', 'NIP', plNip)],
  PT: [person('NIF', 'NIF', ptNif), business('NIPC', 'NIPC', ptNipc)],
  PY: [either('RUC', 'RUC', pyRuc)],
  RO: [person('CNP', 'CNP', roCnp), business('CUI', 'CUI', roCui)],
  RS: [person('JMBG', 'ЈМБГ', rsJmbg), business('PIB', 'ПИБ', rsPib)],
  RU: [either('INN', 'ИНН', ruInn)],
  SE: [person('PERSONNUMMER', 'Personnummer', sePersonnummer), business('ORGNR', 'Organisationsnummer', seOrgnr)],
  SG: [business('UEN', 'UEN', sgUen)],
  SI: [either('DAVCNA', 'Davčna številka', siDdv)],
  SK: [person('RC', 'Rodné číslo', skRc), either('DIC', 'DIČ', /^\d{10}$/)],
  SM: [either('COE', 'COE', smCoe)],
  SV: [either('NIT', 'NIT', svNit)],
  TH: [either('ID', 'เลขประจำตัวผู้เสียภาษี', thIdnr)],
  TR: [person('TCKN', 'T.C. Kimlik No.', trTckimlik), either('VKN', 'Vergi Kimlik No.', trVkn)],
  TW: [business('UBN', '統一編號', twUbn)],
  UA: [person('RNTRC', 'РНОКПП', uaRntrc), business('EDRPOU', 'ЄДРПОУ', uaEdrpou)],
  US: [
    person('SSN', 'SSN', usSsn),
    person('ITIN', 'ITIN', /^9\d{2}(5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])\d{4}$/),
    either('EIN', 'EIN', usEin),
  ],
  UY: [person('CI', 'Cédula', uyCedula), either('RUT', 'RUT', uyRut)],
  VN: [either('MST', 'Mã số thuế', vnMst)],
  ZA: [either('TIN', 'Income tax number', zaTin)],
};

/** Every country of the EU, and neighbours whose number an invoice shows as well. */
const vatRules: Record<string, Validate> = {
  AT: atUid,
  BE: beVat,
  BG: bgVat,
  HR: hrOib,
  CY: cyVat,
  CZ: czDic,
  DK: dkCvr,
  EE: eeKmkr,
  FI: fiAlv,
  FR: frTva,
  DE: deVat,
  GR: grVat,
  HU: huAnum,
  IE: ieVat,
  IT: itIva,
  LV: lvPvn,
  LT: ltPvm,
  LU: luTva,
  MT: mtVat,
  NL: nlBtw,
  PL: plNip,
  PT: ptNif,
  RO: roCif,
  SK: skDph,
  SI: siDdv,
  ES: esNif,
  SE: seVat,
  GB: gbVat,
  CH: chVat,
  NO: noMva,
};

/** What stands before and behind the number on an invoice, where it is not the country alone. */
const vatFrames: Record<string, [string, string]> = { GR: ['EL', ''], CH: ['CHE', 'MWST'], NO: ['NO', 'MVA'] };
/** "Value added tax" in the languages of those who write it behind. */
const vatWords = /(MWST|TVA|IVA|TPV|MVA)$/;

/** Where natural persons have no tax number, because they pay no income tax. */
const noneForPersons = new Set(['AE', 'AI', 'BH', 'BM', 'BS', 'KW', 'KY', 'MC', 'OM', 'QA', 'SA', 'TC', 'VG', 'VU']);

/** A sign between the digits tells the century: it is part of the number. */
const separatorCounts = new Set(['FI.HETU', 'SE.PERSONNUMMER']);

const between = /[\s.,\-/]/g;
const anyTaxId = /^[A-Z0-9]{4,25}$/;
const unknown: TaxIdKind = { kind: 'TAX_ID', name: null };

const rulesOf = (country: string): Rule[] => (Object.hasOwn(rules, country) ? rules[country]! : []);

/** Never empty. */
export function taxIdKinds(country: string, { business: asBusiness }: { business: boolean }): TaxIdKind[] {
  const kinds = rulesOf(country)
    .filter(({ of }) => of !== (asBusiness ? 'PERSON' : 'BUSINESS'))
    .map(({ kind, name }) => ({ kind, name }));
  return kinds.length > 0 ? kinds : [unknown];
}

/** What a kind is called where it is used. Null: it has no name of its own. */
export const taxIdName = (country: string, kind: string): string | null =>
  rulesOf(country).find((each) => each.kind === kind)?.name ?? null;

function problemOf(errorName: string | undefined): Checked<string> {
  if (errorName === 'InvalidChecksum') return { problem: 'TAX_ID_CHECKSUM' };
  return { problem: errorName === 'InvalidLength' ? 'TAX_ID_LENGTH' : 'TAX_ID_STRUCTURE' };
}

function checkedBy(check: Rule['check'], number: string): Checked<string> {
  if (check instanceof RegExp) return check.test(number) ? { value: number } : { problem: 'TAX_ID_STRUCTURE' };
  const { isValid, compact, error } = check(number);
  return isValid && compact !== undefined ? { value: compact } : problemOf(error?.name);
}

/** In its compact form. Countries without a rule take four to 25 letters and digits. */
export function checkTaxId(country: string, kind: string, text: string): Checked<string> {
  const typed = checkAsciiNumber(text, 40, between);
  if ('problem' in typed) return typed;
  // Nothing but zeros, or ones, is what people type who want to go on without a number.
  if (/^(.)\1+$/.test(typed.value)) return { problem: 'TAX_ID_STRUCTURE' };
  const rule = rulesOf(country).find((each) => each.kind === kind);
  if (rule) {
    const spelled = separatorCounts.has(`${country}.${kind}`) ? text.replace(/\s/g, '').toUpperCase() : typed.value;
    return checkedBy(rule.check, spelled);
  }
  const isOffered = [true, false].some((business) =>
    taxIdKinds(country, { business }).some((each) => each.kind === kind),
  );
  if (!isOffered) return { problem: 'TAX_ID_KIND' };
  return anyTaxId.test(typed.value) ? { value: typed.value } : { problem: 'TAX_ID_STRUCTURE' };
}

/** Of a person or a business, whichever it fits. */
export function checkUsTaxId(text: string): Checked<string> {
  const checked = rulesOf('US').map(({ kind }) => checkTaxId('US', kind, text));
  return checked.find((each) => 'value' in each) ?? checked[0]!;
}

export const hasVatId = (country: string): boolean => Object.hasOwn(vatRules, country);

/** With the letters of its country in front, as invoices show it. */
export function checkVatId(country: string, text: string): Checked<string> {
  const typed = checkAsciiNumber(text, 40, between);
  if ('problem' in typed) return typed;
  if (!hasVatId(country)) return { problem: 'TAX_ID_KIND' };
  const [before, behind] = vatFrames[country] ?? [country, ''];
  const bare = typed.value.replace(new RegExp(`^(${before}|${country})`), '').replace(vatWords, '');
  const framed = before + bare + behind;
  // Some validators want the letters, others take them off.
  const checked = [bare, framed, bare + behind].map((number) => checkedBy(vatRules[country]!, number));
  return checked.some((each) => 'value' in each) ? { value: framed } : checked[0]!;
}

/** What is handed in signed: the others are told by answers alone. */
export const usTaxForms = ['W9', 'W8BEN', 'W8BENE'] as const;
export type UsTaxForm = (typeof usTaxForms)[number];
/**
 * The papers that follow from where a creator pays tax and who pays them. W-9: Internal Revenue Code § 3406 and 26 CFR § 31.3406(h)-3,
 * of US persons, wherever they live. W-8BEN (persons) and W-8BEN-E (businesses): 26 CFR § 1.1441-1(e)(2), of others who are paid from
 * the US. DAC7: Council Directive (EU) 2021/514, Annex V, section II, part B: of persons name, address, number and country of tax and
 * date of birth, and the place of birth where no number was issued; of businesses also the number in the register.
 */
export type TaxForm = UsTaxForm | 'DAC7' | 'VAT';
export type TaxField =
  | 'taxIdKind'
  | 'taxId'
  | 'usTaxId'
  | 'businessName'
  | 'registrationNumber'
  | 'vatId'
  | 'placeOfBirth'
  | 'taxClassification'
  | 'treatyCountry'
  | 'taxCertified';

export interface TaxQuestions {
  forms: TaxForm[];
  fields: { field: TaxField; required: boolean }[];
}

export interface Taxpayer {
  business: boolean;
  /** Citizens and residents of the US pay tax there wherever they live. */
  usPerson?: boolean;
  /** Who pays the creator. */
  payerCountry?: string;
}

/** `country`: where the creator is resident for tax. */
export function taxQuestions(
  country: string,
  { business: asBusiness, usPerson = country === 'US', payerCountry }: Taxpayer,
): TaxQuestions {
  const w9 = usPerson;
  const w8 = !usPerson && payerCountry === 'US';
  const dac7 = isInEea(country);
  const forms: TaxForm[] = [];
  if (w9) forms.push('W9');
  if (w8) forms.push(asBusiness ? 'W8BENE' : 'W8BEN');
  if (dac7) forms.push('DAC7');
  if (asBusiness && isInEu(country)) forms.push('VAT');

  const issued = asBusiness || !noneForPersons.has(country);
  const fields: TaxQuestions['fields'] = [];
  const ask = (field: TaxField, required: boolean): number => fields.push({ field, required });
  if (asBusiness) ask('businessName', true);
  if (taxIdKinds(country, { business: asBusiness }).length > 1) ask('taxIdKind', true);
  ask('taxId', issued);
  if (w9 && country !== 'US') ask('usTaxId', true);
  if (asBusiness && dac7) ask('registrationNumber', true);
  // Small businesses of many countries have none.
  if (asBusiness && hasVatId(country)) ask('vatId', false);
  if (!asBusiness && dac7) ask('placeOfBirth', false);
  if (w9 && asBusiness) ask('taxClassification', true);
  if (w8) ask('treatyCountry', false);
  if (w9 || w8) ask('taxCertified', true);
  return { forms, fields };
}
