import type { Content } from '../../core/content.ts';
import type { Reading } from '../reading.ts';

export const readLocation = (given: Reading): Content | null => {
  const fields = given.deeper('coordinates', 'position');
  const latitude = fields.number('latitude', 'lat', 'degreesLatitude');
  const longitude = fields.number('longitude', 'lng', 'lon', 'long', 'degreesLongitude');
  if (latitude === null || longitude === null) return null;
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return null;
  const name = fields.text('name', 'label', 'title');
  return {
    kind: 'location',
    latitude,
    longitude,
    name,
    address: fields.text('address', 'description'),
    url: fields.text('url', 'link'),
  };
};
