import { readSettingsFile, settingsFault } from '../../settings-file';
import { issuerPresets, type IssuerPreset } from './issuer-presets';
import { issuersFile, type IssuerSettings } from './issuers-schema';

const VARIABLE = 'AUTH_ISSUERS';

/** An issuer with all that is known of it. */
export interface KnownIssuer
  extends Omit<IssuerPreset, 'issuer'>, Pick<IssuerSettings, 'id' | 'jwksUrl' | 'grants'> {
  readonly issuer: string;
  readonly audience: string | undefined;
}

/**
 * Reads the file of `AUTH_ISSUERS`.
 *
 * @throws {Error} it cannot be read, or with all its faults, each by its path
 */
export function readIssuers(path: string): readonly KnownIssuer[] {
  const { issuers } = readSettingsFile(VARIABLE, path, issuersFile);
  const faults: string[] = [];
  const known = issuers.map((settings) => {
    const preset: IssuerPreset = issuerPresets[settings.preset];
    faults.push(...faultsOf(settings, preset).map((fault) => `issuers.${settings.id}: ${fault}`));
    const { id, jwksUrl, audience, grants, once = preset.once } = settings;
    const issuer = settings.issuer ?? preset.issuer ?? '';
    return { ...preset, id, jwksUrl, audience, grants, once, issuer };
  });
  if (new Set(known.map(({ id }) => id)).size < known.length) {
    faults.push('issuers: two have the same id');
  }
  const names = known.map(({ issuer, isOfPeople }) => `${isOfPeople} ${issuer}`);
  if (new Set(names).size < names.length) faults.push('issuers: two have the same issuer');
  if (faults.length > 0) throw settingsFault(VARIABLE, path, faults);
  return known;
}

function faultsOf({ issuer, once, grants }: IssuerSettings, preset: IssuerPreset): string[] {
  const { isOfPeople, strangersDifferBy: claims } = preset;
  const isWhole = issuer !== undefined || preset.issuer !== undefined;
  return [
    ...(isWhole ? [] : ['issuer is missing']),
    ...(isOfPeople && once === false ? ['once: an ID-JAG may always be shown once'] : []),
    ...grants.flatMap(({ when }, index) => {
      const place = `grants.${index}.when`;
      if (!isOfPeople && Object.keys(when).length === 0) return [`${place} is missing`];
      if (claims === undefined || claims.some((claim) => isExact(when[claim]))) return [];
      return [
        `${place}: strangers have tokens of this issuer too. Say, without a star, one of: ${claims.join(', ')}`,
      ];
    }),
  ];
}

function isExact(wanted: string | readonly string[] | undefined): boolean {
  return wanted !== undefined && [wanted].flat().every((one) => !one.endsWith('*'));
}
