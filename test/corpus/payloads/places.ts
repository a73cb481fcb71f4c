import { entry, type Group } from '../entry.ts';
import { message, verbatim } from '../webhook.ts';

export const places: Group = {
  name: 'places',
  entries: [
    entry(
      'place',
      'A place with name, address and web page.',
      message('location', {
        latitude: 37.44221496582,
        longitude: -122.16165924072,
        name: 'Harbour Café',
        address: '1 Quay Street, Port Example',
        url: 'https://cafe.example/',
      }),
    ),
    entry(
      'coordinates',
      'Coordinates alone.',
      message('location', { latitude: 12.25089, longitude: 43.90539 }),
    ),
    entry(
      'verbatim',
      "Meta's message word for word.",
      verbatim('location', {
        latitude: 53.5459,
        longitude: 9.9661,
        name: 'Concert Hall',
        address: '4 Pier Road',
      }),
    ),
    entry(
      'nested',
      "Nested under the type's own name.",
      message('location', { location: { latitude: 1.5, longitude: 2.5, name: 'Nested place' } }),
    ),
    entry(
      'strings',
      'The numbers are strings.',
      message('location', { latitude: '53.5459', longitude: '-9.9661' }),
    ),
    entry('short-names', 'Short names for the coordinates.', message('location', { lat: 53.5, lng: 9.9 })),
    entry(
      'zero',
      'Where the meridian meets the equator.',
      message('location', { latitude: 0, longitude: 0 }),
    ),
    entry(
      'lines',
      'An address of several lines, a name from right to left.',
      message('location', {
        latitude: 31.9,
        longitude: 35.9,
        name: 'مقهى',
        address: 'Street 1\n2nd floor\nAmman',
      }),
    ),
    entry('half', 'Half of the coordinates.', message('location', { latitude: 53.5, name: 'Somewhere' })),
    entry(
      'not-on-earth',
      'Coordinates that are on no map.',
      message('location', { latitude: 999, longitude: 'north', name: 'The Moon' }),
    ),
    entry('empty', 'A place that is nowhere.', message('location', {})),
  ],
};
