/** The fields that Azure knows of a container group, in the form of its SDK. */
export const GROUP_TYPE = `Partial<import('@azure/arm-containerinstance').ContainerGroup> & Pick<import('@azure/arm-containerinstance').ContainerGroup, 'containers' | 'osType'> & { apiVersion: string }`;
